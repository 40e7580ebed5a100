import { beforeEach, expect, it, vi } from 'vitest'

const system = vi.hoisted(() => ({ shutdown: null as (() => void) | null }))
vi.mock('electron', () => ({
  powerMonitor: {
    on: (_name: string, listener: () => void) => void (system.shutdown = listener),
    off: () => void (system.shutdown = null),
  },
}))
const { createQuitGate } = await import('../../../main/system/quit-gate.ts')

const ask = vi.fn()
beforeEach(() => ask.mockClear())

it('asks when the Dock quits the app, and lets it go once somebody has agreed', () => {
  const gate = createQuitGate('darwin')
  gate.asksBy(ask)
  expect([gate.passes(), gate.passes()]).toEqual([false, false])
  expect(ask).toHaveBeenCalledTimes(2)
  gate.open()
  expect(gate.passes()).toBe(true)
  expect(ask).toHaveBeenCalledTimes(2)
})

it('never asks at logout and shutdown', () => {
  const gate = createQuitGate('darwin')
  const dispose = gate.asksBy(ask)
  system.shutdown?.()
  expect(gate.passes()).toBe(true)
  expect(ask).not.toHaveBeenCalled()
  dispose()
  expect(system.shutdown).toBeNull()
})

it.each(['linux', 'win32'] as const)('lets the app go on %s, where nobody quits it from outside', (platform) => {
  const gate = createQuitGate(platform)
  gate.asksBy(ask)
  expect(gate.passes()).toBe(true)
})

it('lets an app go that has nothing to ask about yet', () => {
  expect(createQuitGate('darwin').passes()).toBe(true)
})
