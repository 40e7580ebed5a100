import { describe, expect, it, vi } from 'vitest'

vi.mock('electron', () => ({ app: {} }))
const { stopInOrder } = await import('../../../main/system/quit.ts')

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
