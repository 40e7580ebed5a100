import { plainGuard } from '#test/support/door-guard.ts'
import { describe, expect, it, vi } from 'vitest'
import type { MessagePortMain } from 'electron'
import type { RelayOrder } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '#core/app/ports.ts'
import { createRelayHost, type RelayProcess } from '../../../main/relay-host/relay-host.ts'
import { grantFor } from '#test/support/grants.ts'
import { createRestartBudget } from '../../../main/relay-host/restart-budget.ts'

const restartDelays = [0, 0, 1_000, 2_000, 4_000, 8_000, 16_000]
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function manualClock() {
  let time = 0
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const clock: Clock = {
    now: () => time,
    after(delayMs, run) {
      const timer = { at: time + delayMs, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
  const advance = (ms: number): void => {
    time += ms
    for (const timer of [...timers].filter((candidate) => candidate.at <= time)) {
      timers.delete(timer)
      timer.run()
    }
  }
  return { clock, advance, pending: () => timers.size }
}

class FakeRelay implements RelayProcess {
  readonly pid = 42
  readonly orders: RelayOrder[] = []
  readonly ports: MessagePortMain[] = []
  killed = 0
  private hear: (message: unknown) => void = () => {}
  private leave: (code: number) => void = () => {}
  post(order: RelayOrder, port?: MessagePortMain): void {
    this.orders.push(order)
    if (port !== undefined) this.ports.push(port)
  }
  onMessage(listener: (message: unknown) => void): void {
    this.hear = listener
  }
  onExit(listener: (code: number) => void): void {
    this.leave = listener
  }
  kill(): void {
    this.killed++
    this.exit(9)
  }
  say(message: unknown): void {
    this.hear(message)
  }
  exit(code: number): void {
    this.leave(code)
  }
}

function setUp(begin: 'started' | 'waiting' = 'started') {
  const time = manualClock()
  const relays: FakeRelay[] = []
  const start = (): FakeRelay => {
    const relay = new FakeRelay()
    relays.push(relay)
    return relay
  }
  const host = createRelayHost({ start, clock: time.clock, log: silent })
  if (begin === 'started') host.start()
  const latest = (): FakeRelay => {
    const relay = relays.at(-1)
    if (relay === undefined) throw new Error('no relay was started')
    return relay
  }
  return { ...time, host, relays, latest }
}

describe('the relay host', () => {
  it('announces a start when the relay says hello, and passes facts on', () => {
    const { host, latest } = setUp()
    const started = vi.fn()
    const facts = vi.fn()
    host.onStarted(started)
    host.onFact(facts)
    expect(started).not.toHaveBeenCalled()
    latest().say({ type: 'hello', pid: 42 })
    latest().say({ type: 'door-closed', tunnelId: '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f' })
    expect(started).toHaveBeenCalledTimes(1)
    expect(facts).toHaveBeenCalledTimes(2)
  })

  it('waits for its start or for the first port to be opened, whichever comes first', () => {
    const { host, relays, latest } = setUp('waiting')
    const started = vi.fn()
    host.onStarted(started)
    host.order({ type: 'check-sessions' })
    expect(relays.length).toBe(0)
    const tunnelId = '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f'
    host.order({ type: 'open-door', tunnelId, port: 15_432, kind: 'tcp', guard: plainGuard, clientWaitMs: 60_000 })
    expect(relays.length).toBe(1)
    host.start()
    expect(relays.length).toBe(1)
    // The door comes with the hello, like all that are wanted then.
    expect(latest().orders).toEqual([])
    latest().say({ type: 'hello', pid: 42 })
    expect(started).toHaveBeenCalledTimes(1)
  })

  it('that has not started its relay is disposed of at once, and starts none any more', async () => {
    const { host, relays } = setUp('waiting')
    await host.dispose(1_000)
    host.start()
    expect(relays.length).toBe(0)
  })

  it('drops a message that is no fact', () => {
    const { host, latest } = setUp()
    const facts = vi.fn()
    host.onFact(facts)
    latest().say({ type: 'door-closed', tunnelId: 'nonsense' })
    expect(facts).not.toHaveBeenCalled()
    expect(() => latest().say(null)).not.toThrow()
    expect(facts).not.toHaveBeenCalled()
  })

  it('starts a relay that died again, twice at once and then ever later, and gives up after seven deaths', () => {
    const { host, relays, latest, advance } = setUp()
    const stopped: boolean[] = []
    host.onStopped((willRestart) => stopped.push(willRestart))
    for (const delay of restartDelays) {
      const before = relays.length
      latest().exit(70)
      if (delay > 0) advance(delay - 1)
      expect(relays.length).toBe(before)
      advance(delay > 0 ? 1 : 0)
      expect(relays.length).toBe(before + 1)
    }
    latest().exit(70)
    advance(60_000)
    expect(relays.length).toBe(8)
    expect(stopped).toEqual([true, true, true, true, true, true, true, false])
  })

  it('that it gave up is started once more when a port is to be opened', () => {
    const { host, relays, latest, advance } = setUp()
    const started = vi.fn()
    const stopped = vi.fn()
    host.onStarted(started)
    host.onStopped(stopped)
    for (const delay of restartDelays) {
      latest().exit(70)
      advance(delay)
    }
    host.order({ type: 'check-sessions' })
    latest().exit(70)
    host.order({ type: 'check-sessions' })
    expect(relays.length).toBe(8)
    const open = {
      type: 'open-door',
      tunnelId: '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f',
      port: 15_432,
      kind: 'tcp',
      guard: plainGuard,
    } as const
    host.order({ ...open, kind: 'tcp', guard: plainGuard, clientWaitMs: 60_000 })
    host.order({ ...open, clientWaitMs: 60_000 })
    expect(relays.length).toBe(9)
    latest().say({ type: 'hello', pid: 43 })
    expect(started).toHaveBeenCalledTimes(1)
    latest().exit(70)
    expect(stopped).toHaveBeenLastCalledWith(false)
  })

  it('is started by no order while a restart is planned, nor after a disposal', async () => {
    const { host, relays, latest } = setUp()
    const open = {
      type: 'open-door',
      tunnelId: '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f',
      port: 15_432,
      kind: 'tcp',
      guard: plainGuard,
    } as const
    latest().exit(70)
    host.order({ ...open, kind: 'tcp', guard: plainGuard, clientWaitMs: 60_000 })
    expect(relays.length).toBe(1)
    await host.dispose(1_000)
    host.order({ ...open, clientWaitMs: 60_000 })
    expect(relays.length).toBe(1)
  })

  it('is started by a session that is to be carried, too, which goes to it', () => {
    const { host, relays, latest } = setUp('waiting')
    const order = { type: 'start-session', grant: grantFor({ port: 1 }) } as const
    host.order(order)
    expect(relays.length).toBe(1)
    expect(latest().orders).toEqual([order])
  })

  it('tells that a session failed which is to start while there is no relay', async () => {
    const { host, latest } = setUp()
    const facts: unknown[] = []
    host.onFact((fact) => facts.push(fact))
    latest().exit(70)
    host.order({ type: 'start-session', grant: grantFor({ port: 1, sessionId: 'ada-1' }) })
    expect(facts).toEqual([])
    await Promise.resolve()
    expect(facts).toEqual([
      { type: 'session-failed', sessionId: 'ada-1', problem: { code: 'RELAY_STOPPED', details: {} } },
    ])
  })

  it('hands the relay the port of a page that shows a shell, and closes one that nobody can take', () => {
    const { host, latest } = setUp()
    const portOf = () => ({ close: vi.fn() }) as unknown as MessagePortMain & { close: ReturnType<typeof vi.fn> }
    const [given, refused] = [portOf(), portOf()]
    host.attachTerminal('ada-1', given)
    expect(latest().orders).toEqual([{ type: 'attach-shell', sessionId: 'ada-1' }])
    expect(latest().ports).toEqual([given])
    latest().exit(70)
    host.attachTerminal('ada-1', refused)
    expect([given, refused].map(({ close }) => close.mock.calls.length)).toEqual([0, 1])
  })

  it('ignores what a dead relay still says', () => {
    const { host, relays, latest, advance } = setUp()
    latest().exit(1)
    advance(1_000)
    const facts = vi.fn()
    host.onFact(facts)
    relays[0]?.say({ type: 'hello', pid: 1 })
    expect(facts).not.toHaveBeenCalled()
  })

  it('asks for a shut-down and settles when the exit was seen', async () => {
    const { host, latest, pending } = setUp()
    const done = host.dispose(5_000)
    expect(latest().orders).toEqual([{ type: 'shut-down', deadlineMs: 4_500 }])
    latest().exit(0)
    await done
    expect(pending()).toBe(0)
    expect(latest().killed).toBe(0)
  })

  it('kills a relay that does not answer by the deadline', async () => {
    const { host, latest, advance } = setUp()
    const done = host.dispose(5_000)
    advance(5_000)
    await done
    expect(latest().killed).toBe(1)
  })

  it('kills a relay that hangs, and starts another at once', () => {
    const { latest, relays, advance } = setUp()
    latest().say({ type: 'hello', pid: 42 })
    const [first] = relays
    for (let second = 0; second < 6; second += 1) advance(1_000)
    expect(first?.killed).toBe(1)
    advance(0)
    expect(relays.length).toBe(2)
  })

  it('starts nothing after a disposal, even when a restart was planned', async () => {
    const { host, relays, latest, advance } = setUp()
    latest().exit(1)
    await host.dispose(1_000)
    advance(60_000)
    expect(relays.length).toBe(1)
  })
})

describe('the restart budget', () => {
  it('gives all restarts back to a relay that lived long enough', () => {
    const budget = createRestartBudget()
    for (let death = 0; death < restartDelays.length; death++) budget.next(death)
    expect(budget.next(restartDelays.length)).toBeNull()
    expect(budget.next(11 * 60_000)).toBe(0)
  })
})
