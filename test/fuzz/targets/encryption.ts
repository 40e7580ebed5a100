import { dataKeyBytes, SessionCipher } from '#relay/engine/builtin/encryption.ts'
import { customerMessageOf } from '#relay/engine/builtin/handshake.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { jsonBytes, unpolluted } from './hostile.ts'

const half = dataKeyBytes / 2
const [agentKey, clientKey] = [Buffer.alloc(half, 1), Buffer.alloc(half, 2)]
const client = new SessionCipher(Buffer.concat([agentKey, clientKey]))
/** The far end: what one sends the other opens. */
const agent = new SessionCipher(Buffer.concat([clientKey, agentKey]))

/** Nonces are random, so that samples are kept from one sealing. */
const secret = Buffer.alloc(64, 3)
const challenge = { Challenge: Buffer.concat([Buffer.alloc(12), secret, Buffer.alloc(16)]).toString('base64') }
const completion = { HandshakeTimeToComplete: 12_345, CustomerMessage: 'This session is encrypted using AWS KMS.' }
const keys = [...Object.keys(challenge), ...Object.keys(completion), challenge.Challenge, 'AA==']

function check(input: Buffer, random: Random): void {
  promise(typeof customerMessageOf(input) === 'string', 'a message is a text')
  promise(!client.answerChallenge(input).ok, 'a challenge that the key did not seal is refused')
  promise(client.decrypt(input) === null, 'and output too')
  promise(unpolluted(), 'no object is changed')
  const sealed = agent.encrypt(input)
  const opened = client.decrypt(sealed)
  promise(opened !== null && opened.equals(input), 'what the far end sealed is opened')
  const answer = client.answerChallenge(Buffer.from(JSON.stringify({ Challenge: sealed.toString('base64') })))
  promise(answer.ok, 'its challenge is answered')
  const { Challenge }: { Challenge: string } = JSON.parse(answer.value.toString())
  promise(agent.decrypt(Buffer.from(Challenge, 'base64'))?.equals(input) === true, 'with the same secret')
  const at = random.below(sealed.length)
  sealed[at] = (sealed[at] ?? 0) ^ (1 << random.below(8))
  promise(client.decrypt(sealed) === null, 'a bit that was changed is noticed')
}

/** KMS challenges, sealed output and the end of a handshake. */
export const encryption: FuzzTarget = {
  name: 'encryption',
  samples: [challenge, completion].map((value) => Buffer.from(JSON.stringify(value))),
  tokens: keys.map((key) => JSON.stringify(key)),
  generate: (random) => jsonBytes(random, [challenge, completion], keys),
  check,
}
