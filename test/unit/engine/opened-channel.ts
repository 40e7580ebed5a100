import { type ChannelListener, DataChannel } from '#relay/engine/builtin/data-channel.ts'
import { defaultSettings } from '#relay/engine/builtin/settings.ts'
import { buildFrame, type MessageType } from '#sandbox/gateway/agent/frame.ts'
import { anyPass, FakeService } from '#test/support/fake-channel.ts'

/** As the service sends it. */
export function frame(type: MessageType, sequence: number, payload: string | Buffer = 'x'): Buffer {
  return buildFrame({ type, sequence, flags: 0, payloadType: 1 }, Buffer.from(payload))
}

/** The agent has this message. */
export const acknowledge = (sequence: number): Buffer =>
  frame('acknowledge', 0, JSON.stringify({ AcknowledgedMessageSequenceNumber: sequence }))

/** Pings that no test waits for. */
const unhurried = { ...defaultSettings, pingIntervalMs: 30_000 }

/** An open channel over a service that the test plays, and all that it told. */
export async function channelOf(listening: Partial<ChannelListener> = {}, settings = unhurried) {
  const service = new FakeService()
  const told: string[] = []
  const channel = new DataChannel(
    settings,
    {
      received: (_type, payload) => void told.push(payload.toString()),
      progressed: () => undefined,
      closed: (output) => void told.push(`closed ${output}`),
      dropped: ({ code }) => void told.push(`dropped ${code}`),
      unanswered: () => void told.push('unanswered'),
      recovering: ({ missing }) => void told.push(`missing ${missing}`),
      agentIs: (state) => void told.push(state === 'there' ? 'agent back' : `agent ${state}`),
      agentQuiet: () => undefined,
      log: (_level, event) => void told.push(event),
      ...listening,
    },
    service.connect,
  )
  const open = (): Promise<unknown> => channel.open(anyPass, new AbortController().signal)
  await open()
  const send = (count: number): void => {
    for (let sent = 0; sent < count; sent += 1)
      channel.sendOutput((target, start) => start + target.write('data', start))
  }
  return { channel, service, told, open, send }
}
