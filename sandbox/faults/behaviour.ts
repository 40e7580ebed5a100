import { z } from 'zod'
import { malformedMessages } from '../gateway/gateway.ts'

export const dialTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tcp'), host: z.string(), port: z.int().min(1).max(65_535) }),
  z.object({ kind: z.literal('refused') }),
  z.object({ kind: z.literal('unknown-host') }),
  z.object({ kind: z.literal('silent') }),
  z.object({ kind: z.literal('forbidden') }),
])

const milliseconds = z.number().min(0)
const count = z.int().min(0)
const probability = z.number().min(0).max(1).default(0)

const noise = z.object({
  drop: probability,
  duplicate: probability,
  reorder: probability,
  loseAcknowledgements: probability,
  after: count.default(0),
  seed: z.int().default(1),
})

/** Everything of `AgentBehaviour` that can be written as data; `sandbox/gateway/gateway.ts` explains each. */
export const behaviour = z
  .strictObject({
    payloadBytes: z.int().min(1),
    sleepMs: milliseconds,
    delayMs: milliseconds,
    underwayBytes: count,
    byeAfterMs: milliseconds,
    byeAfterMessages: count,
    refuseUpgrade: count.max(599),
    firstOutputMs: milliseconds,
    terminalMs: milliseconds,
    startPublication: z.enum(['sent', 'omitted']),
    customerMessage: z.string(),
    handshake: z.enum(['regular', 'withheld', 'incomplete', 'bad-json', 'unknown-action']),
    handshakeTimeoutMs: milliseconds,
    completionMs: milliseconds,
    idleTimeoutMs: milliseconds,
    maxDurationMs: milliseconds,
    fragmentBytes: count,
    noise: noise.nullable(),
    resume: z.enum(['same-address', 'new-address', 'without-address', 'without-token']),
    malformed: z.array(z.enum(malformedMessages)).readonly(),
    agentVersion: z.string().regex(/^(\d+(\.\d+){3})?$/),
    keepalive: z.enum(['by-version', 'on', 'off']),
    keepaliveMs: z.number().min(1),
    runAsUser: z.string().nullable(),
    kmsKeyId: z.string(),
    kmsChallenge: z.enum(['optional', 'required']),
    dialTarget: dialTarget.nullable(),
    dialDelayMs: milliseconds,
    nameLookup: z.enum(['each-dial', 'once']),
    targetBytesPerSecond: count,
  })
  .partial()
