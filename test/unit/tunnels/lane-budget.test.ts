import { describe, expect, it } from 'vitest'
import { createLaneBudget, type BudgetedTunnel } from '#core/app/tunnels/lane-budget.ts'
import { noFacts, type RouteFacts } from '#domain/route/facts.ts'
import type { TunnelState } from '#domain/tunnel/state.ts'
import { now, sampleTunnel, type SampleFields } from '../domain/sample-tunnels.ts'
import { readySession, tunnels } from '../domain/tunnel-states.ts'

const container: NonNullable<RouteFacts['target']> = {
  ...{ id: 'ecs:main_1_1-1', name: 'api', online: true, agentVersion: null, zone: null, vpc: null },
  ...{ matches: 1, othersOnline: 0 },
}

/** A tunnel with so many sessions. */
function tunnel(sessions: number, changes: Partial<SampleFields> = {}): BudgetedTunnel {
  const one = tunnels.ready(readySession())
  const state: TunnelState = { ...one, sessions: Array.from({ length: sessions }, () => one.sessions[0]!) }
  return { saved: sampleTunnel(changes), state, facts: noFacts }
}

/** One that has opened a session for bulk, or was refused one. */
function trying(lane: { failed: number; nextAt: number }): BudgetedTunnel {
  const one = tunnel(1)
  return { ...one, state: { ...one.state, sessions: one.state.sessions.map((each) => ({ ...each, lane })) } }
}

function mostOf(unit: BudgetedTunnel, ...others: readonly BudgetedTunnel[]): number {
  return createLaneBudget({ clock: { now: () => now }, units: () => [unit, ...others] }).mostSessions(unit)
}

function atTarget(unit: BudgetedTunnel): number {
  return createLaneBudget({ clock: { now: () => now }, units: () => [unit] }).mostAtTarget(unit)
}

describe('how many sessions a tunnel may have', () => {
  it('is four, and one where its switch is off', () => {
    expect(mostOf(tunnel(1))).toBe(4)
    expect(mostOf(tunnel(1, { lanes: false }))).toBe(1)
  })

  it('is what the others of its account leave of eight beside the first ones', () => {
    expect(mostOf(tunnel(1), tunnel(4), tunnel(4))).toBe(3)
    expect(mostOf(tunnel(1), tunnel(4), tunnel(4), tunnel(4))).toBe(1)
    expect(mostOf(tunnel(1), ...[1, 2, 3].map(() => tunnel(4, { region: 'eu-west-1' })))).toBe(4)
  })

  it('is two in one container, those of other tunnels there among them; its target alone tells that of a successor', () => {
    const inContainer = (sessions: number): BudgetedTunnel => ({
      ...tunnel(sessions, { lanes: true, target: { by: 'ecs', cluster: 'main', service: 'api', container: 'web' } }),
      facts: { ...noFacts, target: container },
    })
    expect(mostOf(inContainer(1))).toBe(2)
    expect(mostOf(inContainer(1), inContainer(1))).toBe(1)
    expect(atTarget(inContainer(2))).toBe(2)
    expect(atTarget({ ...inContainer(2), saved: tunnel(1).saved })).toBe(Infinity)
  })

  it('is one while the account has refused another tunnel a session, and until it may be asked again', () => {
    expect(mostOf(tunnel(1), trying({ failed: 1, nextAt: now + 1 }))).toBe(1)
    expect(mostOf(tunnel(1), trying({ failed: 1, nextAt: now - 1 }))).toBe(4)
  })
})
