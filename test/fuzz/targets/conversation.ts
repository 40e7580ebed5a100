import { createCipheriv } from 'node:crypto'
import { payloadTypes } from '#relay/engine/builtin/message.ts'
import { writeFrameHeader } from '#relay/engine/builtin/smux/frame.ts'
import type { Random } from '../engine/random.ts'

/** What can happen to a session, by the byte that stands for it. */
export const happenings = [
  'in-order',
  'in-order',
  'in-order',
  'out-of-order',
  'again',
  'acknowledge-all',
  'acknowledge',
  'pause',
  'start',
  'closed',
  'raw',
  'drop',
  'client',
] as const
export type Happening = (typeof happenings)[number]

/** One thing that happens. The payload is what the far end says, where it says something. */
export interface Step {
  readonly happening: Happening
  readonly payloadType: number
  readonly payload: Buffer
}

const headBytes = 4

/** A conversation as bytes: happening, payload type and length, then the payload. */
export function formatSteps(steps: readonly Step[]): Buffer {
  return Buffer.concat(
    steps.flatMap(({ happening, payloadType, payload }) => {
      const head = Buffer.from([happenings.indexOf(happening), payloadType, 0, 0])
      head.writeUInt16BE(payload.length, 2)
      return [head, payload]
    }),
  )
}

/** Any bytes as a conversation. */
export function parseSteps(input: Buffer, most: number): readonly Step[] {
  const steps: Step[] = []
  for (let at = 0; at + headBytes <= input.length && steps.length < most;) {
    const happening = happenings[(input[at] ?? 0) % happenings.length] ?? 'client'
    const start = at + headBytes
    const end = Math.min(input.length, start + input.readUInt16BE(at + 2))
    steps.push({ happening, payloadType: input[at + 1] ?? 0, payload: input.subarray(start, end) })
    at = end
  }
  return steps
}

/** Both halves of it are known, so that an agent's words can be sealed here. */
export const dataKey = Buffer.alloc(64, 7)

function sealed(text: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', dataKey.subarray(0, 32), Buffer.alloc(12, 1))
  return Buffer.concat([Buffer.alloc(12, 1), cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

const said = (payloadType: number, payload: Buffer | object | string): Step => ({
  happening: 'in-order',
  payloadType,
  payload: Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
})
const happens = (happening: Happening, text = ''): Step => ({ happening, payloadType: 0, payload: Buffer.from(text) })

function request(agentVersion: string, type: string, properties: object | null, kms: boolean): Step {
  const action = { ActionType: 'SessionType', ActionParameters: { SessionType: type, Properties: properties } }
  const key = { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: 'arn', Challenge: 'Y2hhbGxlbmdl' } }
  return said(payloadTypes.handshakeRequest, {
    AgentVersion: agentVersion,
    RequestedClientActions: kms ? [action, key] : [action],
  })
}

const complete = said(payloadTypes.handshakeComplete, { HandshakeTimeToComplete: 1, CustomerMessage: 'Welcome' })
const forwarding = { portNumber: '5432', type: 'LocalPortForwarding' }

function data(streamId: number, text: string): Step {
  const frame = Buffer.concat([Buffer.alloc(8), Buffer.from(text)])
  writeFrameHeader(frame, 0, 2, text.length, streamId)
  return said(payloadTypes.output, frame)
}

const farewell = said(payloadTypes.output, Buffer.from('0101000003000000', 'hex'))
const refused = said(payloadTypes.flag, Buffer.from([0, 0, 0, 3]))
const client = happens('client')
const interlude = [happens('pause'), client, happens('start'), happens('drop'), client, happens('acknowledge-all')]

const conversations: readonly (readonly Step[])[] = [
  [request('3.3.987.0', 'Port', forwarding, false), complete, client, client, data(3, 'hello'), ...interlude, farewell],
  [request('3.3.987.0', 'Port', forwarding, false), complete, client, refused, farewell, happens('closed', '{}')],
  [request('3.0.196.0', 'Port', forwarding, false), complete, client, said(1, 'bytes'), ...interlude, said(1, 'more')],
  [request('3.3.987.0', 'Port', { portNumber: '22' }, false), complete, said(1, 'SSH-2.0'), client, ...interlude],
  [said(1, 'sh-5.2$ '), client, said(1, 'ok\r\n'), ...interlude, happens('closed', '{"Output":"idle for long"}')],
  [
    request('3.3.987.0', 'Standard_Stream', null, true),
    said(payloadTypes.encryptionChallenge, { Challenge: sealed('secret').toString('base64') }),
    complete,
    said(1, sealed('sh-5.2$ ')),
    client,
    said(payloadTypes.exitCode, sealed('EXIT_CODE: 3')),
    said(payloadTypes.standardError, sealed('oh')),
    ...interlude,
  ],
]

export const conversationSamples: readonly Buffer[] = conversations.map(formatSteps)

/** A valid beginning, and then things of the right form in any order. */
export function anyConversation(random: Random): Buffer {
  const steps = [...random.pick(conversations)]
  const known = conversations.flat()
  for (let left = random.size(80); left > 0; left -= 1) {
    const step = random.pick(known)
    const happening = random.chance(30) ? random.pick(happenings) : step.happening
    const payloadType = random.chance(10) ? random.below(14) : step.payloadType
    steps.splice(random.below(10) === 0 ? random.below(steps.length + 1) : steps.length, 0, {
      happening,
      payloadType,
      payload: random.chance(10) ? random.bytes(random.size(4_000)) : step.payload,
    })
  }
  return formatSteps(steps)
}
