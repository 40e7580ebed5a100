import { problem, type Problem } from '#contract/problem.ts'
import { acknowledgedSequence, closingOutput } from '#relay/engine/builtin/acknowledgement.ts'
import { closingProblem } from '#relay/engine/closing-text.ts'
import { problemOfEnding, problemOfFailure } from '#relay/engine/plugin/plugin-problems.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import { hostileText, jsonBytes } from './hostile.ts'

const acknowledgement = {
  AcknowledgedMessageType: 'input_stream_data',
  AcknowledgedMessageId: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a01',
  AcknowledgedMessageSequenceNumber: 12,
  IsSequentialMessage: true,
}
const closing = { SessionId: 's', Output: 'Session timed out due to inactivity', CreatedDate: '2026-01-01T00:00:00Z' }
const keys = [...Object.keys(acknowledgement), ...Object.keys(closing)]

function checkPayload(input: Buffer): void {
  const sequence = acknowledgedSequence(input)
  promise(sequence === null || (Number.isSafeInteger(sequence) && sequence >= 0), 'a sequence number is safe')
  const plain = plainSequence(input.toString('utf8'))
  if (plain !== undefined) promise(sequence === plain, 'a sequence number is what a JSON parser finds')
  promise(typeof closingOutput(input) === 'string', 'an output is a text')
}

/** What the JSON says; undefined when it is none, or says it twice. */
function plainSequence(text: string): number | null | undefined {
  if (text.split('SequenceNumber').length > 2) return undefined
  try {
    const value: unknown = Object(JSON.parse(text)).AcknowledgedMessageSequenceNumber
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
  } catch {
    return undefined
  }
}

/** JSON of `acknowledge` and `channel_closed`. */
export const controlPayloads: FuzzTarget = {
  name: 'control-payloads',
  samples: [acknowledgement, closing].map((value) => Buffer.from(JSON.stringify(value))),
  tokens: keys.map((key) => JSON.stringify(key)),
  generate: (random) => jsonBytes(random, [acknowledgement, closing], keys),
  check: checkPayload,
}

const texts = [
  '\n----------ERROR-------\nSetting up data channel with id s-1 failed: failed to create websocket for datachannel',
  '----------ERROR-------\nEncountered error while initiating handshake. Handshake timed out.',
  'Unable to connect to specified port: dial tcp 10.0.0.5:5432: connect: connection refused',
  'Unable to connect to specified port: dial tcp 10.0.0.5:5432: i/o timeout',
  'Forwarding to IP address 169.254.169.254 is forbidden.',
  'dial tcp: lookup db.internal: no such host',
  'Plugin with name X is not supported by this version of ssm agent, please update to latest version.',
  'Session timed out due to inactivity',
  'listen tcp 127.0.0.1:5432: bind: address already in use',
  'x509: certificate signed by unknown authority',
]
const words = [...texts.flatMap((text) => text.split(/(?<= )/)), '-----', 'ERROR', 'unable to connect', 'dial tcp']

function checkText(input: Buffer): void {
  const text = input.toString('utf8')
  for (const reader of [closingProblem, problemOfEnding]) usable(reader(text))
  usable(problemOfFailure(text, '/usr/local/bin/session-manager-plugin'))
}

function usable(found: Problem): void {
  promise(problem.safeParse(found).success, 'the problem is one of ours')
  promise(JSON.stringify(found.details).length < 6_000, 'its details are short')
}

/** What the service, the agent and the plugin say when they end a session. */
export const closingTexts: FuzzTarget = {
  name: 'closing-texts',
  samples: texts.map((text) => Buffer.from(text)),
  tokens: words,
  generate: (random) => Buffer.from(hostileText(random, words)),
  check: checkText,
}
