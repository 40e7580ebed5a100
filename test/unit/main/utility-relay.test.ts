import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import type { MessagePortMain } from 'electron'
import type { Log } from '#core/app/ports.ts'
import { startUtilityRelay } from '../../../main/relay-host/utility-relay.ts'

const electron = vi.hoisted(() => ({ fork: vi.fn() }))
vi.mock('electron', () => ({ utilityProcess: electron }))

class Child extends EventEmitter {
  readonly pid = 42
  readonly postMessage = vi.fn()
}

describe('the relay as a utility process', () => {
  it('that runs out of memory is logged, and does not take main with it', () => {
    const child = new Child()
    electron.fork.mockReturnValue(child)
    const error = vi.fn()
    const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error }
    startUtilityRelay('/app/relay.mjs', '/data/run.json', log)
    expect(() => child.emit('error', 'FatalError', 'v8::heap', '{}')).not.toThrow()
    expect(error).toHaveBeenCalledWith('relay-fatal', { kind: 'FatalError', location: 'v8::heap' })
  })

  it('is sent an order with its port, or without one', () => {
    const child = new Child()
    electron.fork.mockReturnValue(child)
    const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
    const relay = startUtilityRelay('/app/relay.mjs', '/data/run.json', log)
    const port = {} as MessagePortMain
    const order = { type: 'attach-shell', sessionId: 'ada-1' } as const
    relay.post(order, port)
    relay.post({ type: 'check-sessions' })
    expect(child.postMessage.mock.calls).toEqual([
      [order, [port]],
      [{ type: 'check-sessions' }, []],
    ])
  })

  it('sees the variables that programs need, and no AWS keys', () => {
    electron.fork.mockReturnValue(new Child())
    vi.stubEnv('HTTPS_PROXY', 'http://proxy.example:3128')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not for the relay')
    const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
    startUtilityRelay('/app/relay.mjs', '/data/run.json', log)
    const options: unknown = electron.fork.mock.lastCall?.[2]
    expect(options).toMatchObject({
      env: { HTTPS_PROXY: 'http://proxy.example:3128', CULVERT_RELAY_RUN_FILE: '/data/run.json' },
    })
    expect(options).not.toHaveProperty('env.AWS_SECRET_ACCESS_KEY')
    vi.unstubAllEnvs()
  })
})
