import type { Problem } from '#contract/problem.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import { environment, tunnelKind } from '#contract/tunnel.ts'
import { holderOf, suggestPort } from '#domain/port-plan/port-plan.ts'
import { afterFailedAttempt, type RetrySeries } from '#domain/retry-plan/retry-plan.ts'
import { defaultEnvironments, environmentOf } from '#domain/environments.ts'
import { denied, dropped, now, sampleTunnel } from './sample-tunnels.ts'
import { redactForSharing as redacted } from '#domain/redaction/redaction.ts'

describe('the port plan', () => {
  it.each([
    ['production', 'postgresql', 15_432],
    ['production', 'redis', 16_379],
    ['production', 'opensearch', 19_200],
    ['staging', 'mysql', 23_306],
    ['development', 'postgresql', 35_432],
  ] as const)('gives %s %s the port %i', (place, kind, port) => {
    expect(suggestPort(environmentOf(defaultEnvironments, place), kind, [])).toBe(port)
  })

  it('takes the next free port, past saved tunnels and ports of other programs', () => {
    const saved = [sampleTunnel({ localPort: 15_432 }), sampleTunnel({ localPort: 15_433 })]
    expect(suggestPort({ firstDigit: 1 }, 'postgresql', saved)).toBe(15_434)
    expect(suggestPort({ firstDigit: 1 }, 'postgresql', saved, [15_434])).toBe(15_435)
  })

  it('suggests a valid port for every environment and kind', () => {
    for (const firstDigit of [1, 2, 3, 4, 5]) {
      expect(environment.shape.firstDigit.safeParse(firstDigit).success).toBe(true)
      for (const kind of tunnelKind.options) expect(suggestPort({ firstDigit }, kind, [])).toBeLessThan(65_536)
    }
  })

  it('finds who has a port, but for the tunnel itself', () => {
    const saved = sampleTunnel()
    expect(holderOf({ localPort: 15_432 }, [saved])).toBe(saved)
    expect(holderOf({ localPort: 15_432 }, [saved], saved.id)).toBeNull()
  })
})

describe('the retry plan', () => {
  const after = (series: RetrySeries, problem: Problem = dropped, online = true) =>
    afterFailedAttempt({ series, problem, at: now, online, awaited: false, chance: 0 })

  it('spends nothing on attempts that had no network', () => {
    expect(after({ after: 'drop', tries: 2 }, dropped, false)).toEqual({
      kind: 'reconnect',
      tries: 2,
      nextAt: now + 8_000,
    })
    expect(after({ after: 'drop', tries: 2 })).toEqual({ kind: 'reconnect', tries: 3, nextAt: now + 15_000 })
  })

  it('spends a try on what is no matter of the network, online or not', () => {
    const throttled = sampleProblem('THROTTLED')
    expect(after({ after: 'drop', tries: 2 }, throttled, false)).toMatchObject({ tries: 3 })
  })

  it('tries a port that another program has for ever, and soon', () => {
    const taken = sampleProblem('PORT_TAKEN')
    for (const tries of [0, 4, 5, 100]) {
      const decision = after({ after: 'failure', tries }, taken)
      expect(decision).toMatchObject({ kind: 'fail', nextAt: now + 1_000 })
    }
  })

  it('hurries while a client waits, leaves a busy service alone for four seconds, and goes on for as long', () => {
    const waits = (problem: Problem, first: RetrySeries, chance = 0): (number | null)[] => {
      let series = first
      return Array.from({ length: 7 }, () => {
        const decision = afterFailedAttempt({ series, problem, at: now, online: true, awaited: true, chance })
        series = decision.kind === 'fail' ? decision.series : { after: 'drop', tries: decision.tries }
        return decision.nextAt === null ? null : decision.nextAt - now
      })
    }
    const unavailable = sampleProblem('AWS_UNAVAILABLE')
    expect(waits(unavailable, { after: 'nothing' })).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
    expect(waits(unavailable, { after: 'nothing' }, 0.5)).toEqual([375, 750, 1_500, 3_000, 6_000, 6_000, 6_000])
    expect(waits(sampleProblem('THROTTLED'), { after: 'nothing' })).toEqual([
      4_000, 4_000, 4_000, 4_000, 8_000, 8_000, 8_000,
    ])
    expect(waits(dropped, { after: 'drop', tries: 0 })).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
    expect(waits(unavailable, { after: 'failure', tries: 4 })[0]).toBe(500)
    expect(waits(denied, { after: 'nothing' })[0]).toBeNull()
  })

  it('takes its time again once nobody waits', () => {
    for (const tries of [0, 3, 40]) {
      const decision = after({ after: 'failure-awaited', tries })
      expect(decision).toEqual({ kind: 'fail', series: { after: 'failure', tries: 0 }, nextAt: now + 15_000 })
    }
  })

  it('plans nothing for what trying again can not help', () => {
    for (const series of [{ after: 'nothing' }, { after: 'drop', tries: 0 }, { after: 'failure', tries: 0 }] as const) {
      expect(after(series, denied)).toMatchObject({ kind: 'fail', nextAt: null })
    }
  })
})

describe('redaction', () => {
  it.each([
    ['AKIAIOSFODNN7EXAMPLE in a log', 'AKIA[redacted] in a log'],
    ['account 123456789012', 'account ********9012'],
    ['by ann.lee+x@example.co.jp', 'by [redacted e-mail]'],
    ['/home/dev/.aws/config and /Users/dev/x', '/home/[user]/.aws/config and /Users/[user]/x'],
    ['X-Amz-Signature=0a1b2c&x=1', 'X-Amz-Signature=[redacted]&x=1'],
    ['"tokenValue":"AAEAAXyz"', '"tokenValue":"[redacted]"'],
    [
      'at 2026-11-22T06:51:12.123Z, port 15432, epoch 1800000000000',
      'at 2026-11-22T06:51:12.123Z, port 15432, epoch 1800000000000',
    ],
  ])('%s', (text, expected) => {
    expect(redacted(text)).toBe(expected)
    expect(redacted(redacted(text))).toBe(expected)
  })
})
