import { z } from 'zod'
import { answerHandshake } from '../engine/builtin/handshake.ts'

/** How a session is to be carried. */
export type SessionManner =
  | { readonly kind: 'port'; readonly agentVersion: string; readonly properties: Readonly<Record<string, string>> }
  /** A terminal of the target, or the program of a command document. */
  | { readonly kind: 'shell' }
  | { readonly kind: 'command' }
  /** One connection, over standard input and output: `AWS-StartSSHSession`. */
  | { readonly kind: 'stdio' }

/** What to answer a HandshakeRequest, and what was agreed; null when the agent will end the session for it. */
export interface Agreement {
  readonly response: Buffer
  readonly manner: SessionManner | null
}

const request = z.object({
  RequestedClientActions: z
    .array(
      z.object({
        ActionType: z.string(),
        ActionParameters: z
          .object({
            SessionType: z.string().optional(),
            Properties: z.record(z.string(), z.unknown()).nullish().catch(null),
          })
          .catch({}),
      }),
    )
    .max(32)
    .nullable(),
})
type Action = NonNullable<z.infer<typeof request>['RequestedClientActions']>[number]

const shells: Readonly<Record<string, SessionManner>> = {
  Standard_Stream: { kind: 'shell' },
  InteractiveCommands: { kind: 'shell' },
  NonInteractiveCommands: { kind: 'command' },
}

/** Reads a HandshakeRequest of any session; null when it is none. */
export function agreeTo(payload: Buffer, clientVersion: string): Agreement | null {
  const actions = readActions(payload)
  if (actions === null) return null
  const asked = actions.find(({ ActionType }) => ActionType === 'SessionType')?.ActionParameters
  const manner = streamManner(asked)
  if (manner === null) return agreeToPort(payload, clientVersion)
  const done = actions.map(({ ActionType }) => process(ActionType))
  const errors = done.map(({ Error }) => Error).filter((text) => text !== '')
  const body = {
    ClientVersion: clientVersion,
    ProcessedClientActions: done,
    Errors: errors.length === 0 ? null : errors,
  }
  return { response: Buffer.from(JSON.stringify(body)), manner: errors.length === 0 ? manner : null }
}

function agreeToPort(payload: Buffer, clientVersion: string): Agreement | null {
  const answer = answerHandshake(payload, clientVersion)
  if (!answer.ok) return null
  const { response, problem, agentVersion, properties } = answer.value
  return { response, manner: problem === null ? { kind: 'port', agentVersion, properties } : null }
}

function streamManner(asked: Action['ActionParameters'] | undefined): SessionManner | null {
  const type = asked?.SessionType ?? ''
  if (type === 'Port') return asked?.Properties?.['type'] === 'LocalPortForwarding' ? null : { kind: 'stdio' }
  return shells[type] ?? null
}

interface Processed {
  readonly ActionType: string
  readonly ActionStatus: number
  readonly ActionResult: null
  readonly Error: string
}

function process(type: string): Processed {
  if (type === 'SessionType') return { ActionType: type, ActionStatus: 1, ActionResult: null, Error: '' }
  const error = `Failed to process action ${type}: Unsupported action ${type.slice(0, 64)}`
  return { ActionType: type, ActionStatus: 3, ActionResult: null, Error: error }
}

function readActions(payload: Buffer): readonly Action[] | null {
  try {
    const parsed = request.safeParse(JSON.parse(payload.toString('utf8')))
    return parsed.success ? (parsed.data.RequestedClientActions ?? []) : null
  } catch {
    return null
  }
}
