import { describe, expect, it, vi } from 'vitest'

const channel = { port1: { name: 'the relay’s' }, port2: { name: 'the page’s' } }
vi.mock('electron', () => ({
  MessageChannelMain: class {
    port1 = channel.port1
    port2 = channel.port2
  },
}))
const { joinStream } = await import('../../../main/contract-server/stream-broker.ts')

describe('a shell that is shown', () => {
  it('has one end of its channel in the relay, and the other in its window', () => {
    const relay = { attachTerminal: vi.fn() }
    const server = { giveStream: vi.fn() }
    const id = '3f1e9f0e-6c0b-4c0a-9d59-0a4b8c1d2e3f'
    joinStream({ relay, server }, { id, sessionId: 'sh-1', window: 'main', attachment: 7 })
    expect(relay.attachTerminal.mock.calls).toEqual([['sh-1', channel.port1]])
    const offer = { culvert: 'shell-stream', id, attachment: 7 }
    expect(server.giveStream.mock.calls).toEqual([['main', offer, channel.port2]])
  })
})
