// @vitest-environment happy-dom
import { act, fireEvent, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Connection } from '#contract/connections.ts'
import { ok } from '#domain/result.ts'
import { fixtureSnapshot } from '../../support/snapshot-fixtures.ts'
import { open, tunnelRows } from './support.tsx'

const still = { bytesIn: 3_100_000, bytesOut: 84_000, rateIn: 0, rateOut: 0, sessionId: 'jane-1' }
const connection = (peerPort: number, ageMs: number, doing: Connection['doing']): Connection => ({
  ...{ ...still, peerPort, ageMs, doing },
  program: { name: `program-${peerPort}`, pid: peerPort },
})

const busy: readonly Connection[] = [
  connection(1, 40_000, { kind: 'moving' }),
  connection(2, 360_000, { kind: 'quiet', forMs: 240_000 }),
  connection(3, 9_000, { kind: 'parked', forMs: 9_000 }),
  { ...connection(4, 12_000, { kind: 'unanswered', forMs: 12_000 }), program: null },
]

/** The page with a tunnel that has open connections, shown in detail. */
async function shown(connections: readonly Connection[]) {
  const snapshot = fixtureSnapshot({}, Date.now())
  const tunnel = snapshot.tunnels.find(({ clients, status }) => clients.open > 0 && status.kind === 'ready')
  const page = await open(snapshot, {
    'tunnel.connections': () => ok({ connections: [...connections], more: 0 }),
  })
  const row = tunnelRows(page.screen).find((each) => each.dataset['tunnel'] === tunnel?.id)
  if (row === undefined) throw new Error('no such row')
  fireEvent.click(row)
  const table = await page.screen.findByRole('table', { name: 'Connections' })
  const rows = (): readonly HTMLElement[] => within(table).getAllByRole('row').slice(1)
  return { ...page, id: tunnel?.id, table, rows }
}

describe('the connections of a tunnel', () => {
  it('stand with what nobody answers first, then what waits, then the oldest', async () => {
    const { rows } = await shown(busy)
    expect(rows().map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/^Unknown program.*No answer for 12 s/),
      expect.stringMatching(/^program-3 pid 3.*Waits for a session, 9 s/),
      expect.stringMatching(/^program-2 pid 2.*Quiet for 4 min.*6 min.*↓ 3.1 MB.*↑ 84 KB.*0 B\/s/),
      expect.stringMatching(/^program-1 pid 1.*Active/),
    ])
    expect(rows()[0]?.dataset['doing']).toBe('unanswered')
  })

  it('are one stop of the keyboard, with arrows between them', async () => {
    const { rows } = await shown(busy)
    const stops = (): number[] => rows().map(({ tabIndex }) => tabIndex)
    expect(stops()).toEqual([0, -1, -1, -1])
    rows()[0]?.focus()
    fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' })
    expect(document.activeElement).toBe(rows()[1])
    expect(stops()).toEqual([-1, 0, -1, -1])
  })

  it('are twenty until somebody wants all', async () => {
    const many = Array.from({ length: 57 }, (_, index) => connection(index + 1, index * 1_000, { kind: 'moving' }))
    const { rows, screen } = await shown(many)
    expect(rows()).toHaveLength(20)
    fireEvent.click(screen.getByRole('button', { name: 'Show all 57' }))
    expect(rows()).toHaveLength(57)
  })

  it('are asked for once a second while they are in sight, and by nobody afterwards', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { client, screen } = await shown(busy)
    const asked = (): number => client.inputsOf('tunnel.connections').length
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    expect(asked()).toBe(4)
    fireEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1) ?? document.body)
    await act(() => vi.advanceTimersByTimeAsync(10_000))
    expect(asked()).toBe(4)
  })
})
