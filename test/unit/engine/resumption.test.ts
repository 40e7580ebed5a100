import { sampleFailure } from '#test/support/sample-problems.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ok } from '#domain/result.ts'
import type { ChannelPass } from '#contract/relay.ts'
import { Heartbeat } from '#relay/engine/builtin/heartbeat.ts'
import { Resumption } from '#relay/engine/builtin/resumption.ts'
import { direct } from '#test/support/direct-route.ts'

const pass: ChannelPass = { tokenValue: 't', streamUrl: 'ws://127.0.0.1/', upgradeHeaders: {}, network: direct }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] })
})

afterEach(() => {
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

function resumptionOf(renewPass: () => Promise<ChannelPass | null>, open: () => boolean) {
  const attempts: number[] = []
  const failures: string[] = []
  const resumption = new Resumption({
    renewPass: () => {
      attempts.push(performance.now())
      return renewPass()
    },
    open: () => Promise.resolve(open() ? ok(null) : sampleFailure('DATA_CHANNEL_UNREACHABLE')),
    failed: (problem) => void failures.push(problem.code),
    delayMs: { first: 100, longest: 1_000 },
  })
  return { resumption, attempts, failures }
}

describe('Resumption', () => {
  it('tries at once, then ever later up to the longest delay, until the channel opens', async () => {
    const { resumption, attempts } = resumptionOf(
      () => Promise.resolve(pass),
      () => attempts.length === 8,
    )
    const start = performance.now()
    const run = resumption.run(new AbortController().signal)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await run).toEqual(ok(null))
    expect(attempts).toHaveLength(8)
    expect((attempts[0] ?? Number.NaN) - start).toBe(0)
    const gaps = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0))
    for (const [index, gap] of gaps.entries()) {
      const least = Math.min(1_000, 100 * 2 ** index)
      expect(gap).toBeGreaterThanOrEqual(least)
      expect(gap).toBeLessThanOrEqual(2 * least + 1)
    }
  })

  it('does not ask for pass after pass when each channel is dropped at once', async () => {
    const { resumption, attempts } = resumptionOf(
      () => Promise.resolve(pass),
      () => true,
    )
    const start = performance.now()
    for (let drop = 0; drop < 8; drop += 1) {
      const run = resumption.run(new AbortController().signal)
      while ((await Promise.race([run, vi.advanceTimersByTimeAsync(1).then(() => null)])) === null) continue
    }
    expect(attempts).toHaveLength(8)
    // 0, 100, 200, 400, 800, 1000, 1000 and 1000 ms at least.
    expect(performance.now() - start).toBeGreaterThanOrEqual(4_500)
  })

  it.each([
    ['than that had lasted', 500, 510],
    ['than a second, where that had lasted for a moment', 150, 1_010],
  ])('takes no longer for a channel %s, where it is dropped again and again', async (_what, lastedMs, mostMs) => {
    const { resumption } = resumptionOf(
      () => Promise.resolve(pass),
      () => true,
    )
    for (let drop = 0; drop < 12; drop += 1) {
      const droppedAt = performance.now()
      const run = resumption.run(new AbortController().signal)
      while ((await Promise.race([run, vi.advanceTimersByTimeAsync(1).then(() => null)])) === null) continue
      expect(performance.now() - droppedAt).toBeLessThanOrEqual(mostMs)
      await vi.advanceTimersByTimeAsync(lastedMs)
    }
  })

  it('starts afresh once a channel has lasted, whether or not it carried data', async () => {
    let open = false
    const { resumption, attempts } = resumptionOf(
      () => Promise.resolve(pass),
      () => open,
    )
    const run = resumption.run(new AbortController().signal)
    await vi.advanceTimersByTimeAsync(500)
    open = true
    await vi.advanceTimersByTimeAsync(5_000)
    await run
    const before = attempts.length
    await resumption.run(new AbortController().signal)
    expect(attempts).toHaveLength(before + 1)
  })

  it('goes on when asking for a pass fails, and ends without a pass', async () => {
    const answers = [() => Promise.reject(new Error('no')), () => Promise.resolve(null)]
    const { resumption, failures } = resumptionOf(
      () => (answers.shift() ?? (() => Promise.resolve(null)))(),
      () => false,
    )
    const run = resumption.run(new AbortController().signal)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await run).toMatchObject({ ok: false, error: { code: 'SESSION_EXPIRED' } })
    expect(failures).toEqual(['SESSION_DROPPED'])
  })

  it.each(['a pass', 'a delay'])('ends at once while it waits for %s', async (what) => {
    const controller = new AbortController()
    const { resumption } = resumptionOf(
      () => (what === 'a pass' ? new Promise(() => undefined) : Promise.resolve(pass)),
      () => false,
    )
    const run = resumption.run(controller.signal)
    await vi.advanceTimersByTimeAsync(10)
    controller.abort()
    expect(await run).toMatchObject({ ok: false, error: { code: 'SESSION_ENDED' } })
  })
})

describe('Heartbeat', () => {
  function heartbeatOf() {
    const pings: string[] = []
    let silences = 0
    const heartbeat = new Heartbeat(
      { ping: (payload) => void pings.push(payload.toString()), silent: () => void (silences += 1) },
      30_000,
    )
    return { heartbeat, pings, silences: () => silences }
  }

  it('pings at once and every 30 s, and is content with any answer', async () => {
    const { heartbeat, pings, silences } = heartbeatOf()
    heartbeat.start()
    for (let count = 0; count < 3; count += 1) {
      heartbeat.heard()
      await vi.advanceTimersByTimeAsync(30_000)
    }
    expect(pings).toEqual(['keepalive', 'keepalive', 'keepalive', 'keepalive'])
    expect(silences()).toBe(0)
    heartbeat.stop()
  })

  it('says when nothing came for a whole interval', async () => {
    const { heartbeat, silences } = heartbeatOf()
    heartbeat.start()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(silences()).toBe(1)
    heartbeat.stop()
  })

  it('measures the pong of its own probe only', async () => {
    const { heartbeat, pings } = heartbeatOf()
    const probe = heartbeat.probe(1_000)
    const late = heartbeat.probe(50)
    await vi.advanceTimersByTimeAsync(40)
    heartbeat.pong(Buffer.from('keepalive'))
    heartbeat.pong(Buffer.from(pings[0] ?? ''))
    expect(await probe).toBe(40)
    await vi.advanceTimersByTimeAsync(10)
    expect(await late).toBeNull()
  })

  it('answers probes at its end, which leave no timer', async () => {
    const { heartbeat } = heartbeatOf()
    heartbeat.start()
    const probe = heartbeat.probe(60_000)
    heartbeat.dispose()
    expect(await probe).toBeNull()
    expect(vi.getTimerCount()).toBe(0)
  })
})
