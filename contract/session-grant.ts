import { z } from 'zod'
import { fileOpening } from './file-relay.ts'
import { networkRoute } from './network.ts'
import { programIdentity } from './program-file.ts'
import { recordingOrder } from './recordings.ts'
import { terminalSize } from './shells.ts'
import { endpoint } from './tunnel.ts'

/** What main gives the relay to carry one session. */

/** `Authorization`, `X-Amz-Date`, `X-Amz-Security-Token` of a SigV4-signed `GET` on the stream URL; empty when presigned. */
export const upgradeHeaders = z.record(z.string(), z.string())

/** What opens, or re-opens, a data channel. The token is a secret: single use, short-lived. */
export const channelPass = z.object({
  tokenValue: z.string(),
  streamUrl: z.url({ protocol: /^wss?$/ }),
  upgradeHeaders,
  /** How the stream URL's host is reached: main decides, and the relay asks nobody else. */
  network: networkRoute,
})
export type ChannelPass = z.infer<typeof channelPass>

/** AWS credentials for the official plugin's own calls; asked for afresh at every renewal, never kept. */
export const temporaryCredentials = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string().optional(),
  /** Epoch ms. */
  expiresAt: z.number().int().optional(),
})
export type TemporaryCredentials = z.infer<typeof temporaryCredentials>

/** What a session is for. It says which of an engine's ways starts it, and what may be done with it. */
export const sessionPurpose = z.discriminatedUnion('for', [
  /** Connections to an endpoint as the target reaches it. */
  z.object({
    for: z.literal('forward'),
    endpoint,
    /** It leads to the endpoint as a port of the target itself, which it is: other hosts are closed to the role or the agent. */
    onTarget: z.literal(true).optional(),
  }),
  /** A terminal: a shell greets with its prompt, a command may be silent for as long as it likes. */
  z.object({
    for: z.literal('shell'),
    program: z.enum(['shell', 'command']),
    /** The terminal's, before the program draws for the first time. */
    size: terminalSize.optional(),
  }),
  /** One connection, such as SSH's. */
  z.object({ for: z.literal('stdio') }),
])
export type SessionPurpose = z.infer<typeof sessionPurpose>

/** A started SSM session, ready to be carried by an engine. */
export const sessionGrant = z.object({
  sessionId: z.string(),
  targetId: z.string(),
  region: z.string(),
  purpose: sessionPurpose,
  /** Of a session that carries files: how these are opened. */
  files: fileOpening.optional(),
  /** Of a shell that is recorded. */
  recording: recordingOrder.optional(),
  pass: channelPass,
  engine: z.discriminatedUnion('name', [
    z.object({ name: z.literal('builtin') }),
    z.object({
      name: z.literal('plugin'),
      path: z.string(),
      /** What was looked at, and is to be run. */
      identity: programIdentity,
      version: z.string(),
      /** SSM API base URL for the plugin's sixth argument; empty = AWS default. */
      ssmEndpoint: z.string(),
    }),
  ]),
})
export type SessionGrant = z.infer<typeof sessionGrant>
