import { describe, expect, it, vi } from 'vitest'
import { stopInOrder } from '../../../main/system/stop-in-order.ts'

const app = vi.hoisted(() => ({ before: null as ((event: { preventDefault(): void }) => void) | null, exit: vi.fn() }))
vi.mock('electron', () => ({
  app: {
    on: (_name: string, listener: (event: { preventDefault(): void }) => void) => void (app.before = listener),
    off: () => undefined,
    quit: () => undefined,
    exit: app.exit,
  },
}))
const { quitThrough } = await import('../../../main/system/quit.ts')

function watchedLog() {
  const events: string[] = []
  const write = (event: string, fields?: Readonly<Record<string, unknown>>): void =>
    void events.push(`${event} ${String(fields?.['name'])}`)
  return { events, log: { info: write, error: write } }
}

describe('stopping on the way out', () => {
  it('stops one thing after the other', async () => {
    const { log, events } = watchedLog()
    const order: string[] = []
    const step = (name: string) => ({ name, deadlineMs: 1_000, stop: async () => void order.push(name) })
    await stopInOrder([step('tunnels'), step('relay')], log)
    expect(order).toEqual(['tunnels', 'relay'])
    expect(events).toEqual(['stopped tunnels', 'stopped relay'])
  })

  it('goes on past a step that fails and one that never ends', async () => {
    const { log, events } = watchedLog()
    const last = vi.fn()
    await stopInOrder(
      [
        { name: 'throws', deadlineMs: 1_000, stop: () => Promise.reject(new Error('broken')) },
        { name: 'hangs', deadlineMs: 5, stop: () => new Promise<void>(() => {}) },
        { name: 'last', deadlineMs: 1_000, stop: last },
      ],
      log,
    )
    expect(last).toHaveBeenCalledTimes(1)
    expect(events).toEqual(['stop-failed throws', 'stop-late hangs', 'stopped last'])
  })
})

describe('quitting an app that still starts', () => {
  const open = { passes: () => true, open: vi.fn() }
  const silent = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }

  it('waits for what is to be stopped, and stops it', async () => {
    const stop = vi.fn()
    let started = (_steps: readonly { name: string; deadlineMs: number; stop: () => void }[]): void => {}
    quitThrough(() => new Promise((resolve) => (started = resolve)), silent, open)
    app.before?.({ preventDefault: () => undefined })
    expect(app.exit).not.toHaveBeenCalled()
    started([{ name: 'relay', deadlineMs: 100, stop }])
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(0))
    expect(stop).toHaveBeenCalledTimes(1)
  })

  it('exits when the start has failed', async () => {
    app.exit.mockClear()
    quitThrough(() => Promise.reject(new Error('no folder')), silent, open)
    app.before?.({ preventDefault: () => undefined })
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(0))
  })

  it('stops nothing for a quit that does not pass the gate, and goes at a signal all the same', async () => {
    app.exit.mockClear()
    let passes = false
    const steps = vi.fn(() => Promise.resolve([]))
    quitThrough(steps, silent, { passes: () => passes, open: () => (passes = true) })
    const kept = vi.fn()
    app.before?.({ preventDefault: kept })
    expect(kept).toHaveBeenCalledTimes(1)
    expect(steps).not.toHaveBeenCalled()
    process.emit('SIGTERM')
    app.before?.({ preventDefault: kept })
    await vi.waitFor(() => expect(app.exit).toHaveBeenCalledWith(0))
  })
})
