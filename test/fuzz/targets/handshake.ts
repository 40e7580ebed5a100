import { problem } from '#contract/problem.ts'
import { answerHandshake, type Purpose } from '#relay/engine/builtin/handshake.ts'
import type { Random } from '../engine/random.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import { jsonBytes, unpolluted } from './hostile.ts'

const port = {
  ActionType: 'SessionType',
  ActionParameters: { SessionType: 'Port', Properties: { portNumber: '5432', type: 'LocalPortForwarding' } },
}
const requests = [
  { AgentVersion: '3.3.987.0', RequestedClientActions: [port] },
  { AgentVersion: '3.0.196.0', RequestedClientActions: [port] },
  {
    AgentVersion: '',
    RequestedClientActions: [port, { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: 'arn' } }],
  },
  {
    AgentVersion: '3.3.987.0',
    RequestedClientActions: [
      { ActionType: 'SessionType', ActionParameters: { SessionType: 'Standard_Stream', Properties: null } },
      { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: 'arn', Challenge: 'Y2hhbGxlbmdl' } },
    ],
  },
  { AgentVersion: '3.3.987.0', RequestedClientActions: null },
  { HandshakeTimeToComplete: 12_345, CustomerMessage: 'hello' },
]
const keys = [
  'AgentVersion',
  'RequestedClientActions',
  'ActionType',
  'ActionParameters',
  'SessionType',
  'Properties',
  'type',
  'Port',
  'LocalPortForwarding',
  'Standard_Stream',
  'KMSEncryption',
  'KMSKeyId',
  'Challenge',
  '3.1.1511.0',
]
/** Each action is named three times in the answer, and JSON may take six letters for one. */
const growth = 40

const purposes: readonly Purpose[] = ['port', 'stdio', 'shell', 'any']
const dataKey = { plaintext: Buffer.alloc(64), ciphertext: Buffer.from('sealed') }

function check(input: Buffer, random: Random): void {
  const answer = answerHandshake(input, '1.2.896.0', random.pick(purposes))
  promise(unpolluted(), 'no object but the answer is changed')
  if (!answer.ok) return promise(answer.error.code === 'HANDSHAKE_REJECTED', 'what is no request is rejected')
  const { problem: found, agentVersion, key, mode } = answer.value
  const response = key === null ? answer.value.response : answer.value.respond(dataKey)
  promise(found !== null || mode !== null, 'what is no problem has a mode')
  promise(agentVersion.length <= 64, 'the version is short')
  promise(response.length <= 1_000 + growth * input.length, 'the answer is not much longer than the request')
  const body: { ProcessedClientActions: { ActionStatus: number }[] } = JSON.parse(response.toString())
  const refused = body.ProcessedClientActions.some(({ ActionStatus }) => ActionStatus !== 1)
  promise(!refused || found !== null, 'an action that was refused is a problem')
  promise(found === null || problem.safeParse(found).success, 'the problem is one of ours')
  promise(JSON.stringify(found).length < 2_000, 'and short')
}

/** The handshake request of an agent. */
export const handshake: FuzzTarget = {
  name: 'handshake',
  samples: requests.map((request) => Buffer.from(JSON.stringify(request))),
  tokens: keys.map((key) => JSON.stringify(key)),
  generate: (random) => jsonBytes(random, requests, keys),
  check,
}
