import { z } from 'zod'
import { fail, ok, type Problem, problemOf, type Result } from '#contract/problem.ts'
import { isNewer, lastBasicAgent } from './agent-version.ts'

const action = z.object({ ActionType: z.string(), ActionParameters: z.unknown().optional() })
const request = z.object({
  AgentVersion: z.string().max(64).catch(''),
  RequestedClientActions: z.array(action).max(32).nullable(),
})
const sessionTypeParameters = z.object({
  SessionType: z.string(),
  Properties: z.record(z.string(), z.unknown()).nullish(),
})

/** `ActionStatus` of a handshake response; anything but success makes the agent end the session. */
const status = { success: 1, failed: 2, unsupported: 3 } as const

interface ProcessedAction {
  readonly ActionType: string
  readonly ActionStatus: number
  readonly ActionResult: null
  readonly Error: string
}

/** What to answer a HandshakeRequest, and whether the session can go on after it. */
export interface HandshakeAnswer {
  readonly agentVersion: string
  /** Of the session type, as the document has them after substitution: `localPortNumber`, `portNumber`, … */
  readonly properties: Readonly<Record<string, string>>
  readonly response: Buffer
  /** Null when every action was done. */
  readonly problem: Problem | null
}

/** Reads a HandshakeRequest and does its actions, in order. Fails only when the payload is no request at all. */
export function answerHandshake(payload: Buffer, clientVersion: string): Result<HandshakeAnswer> {
  const parsed = parseRequest(payload)
  if (parsed === null) return fail('HANDSHAKE_REJECTED', { reason: 'The handshake request could not be read' })
  const actions = (parsed.RequestedClientActions ?? []).map((entry) => process(entry, parsed.AgentVersion))
  const problem = actions.find((entry) => entry.problem !== null)?.problem ?? missingSessionType(actions)
  const errors = actions.map((entry) => entry.done.Error).filter((text) => text !== '')
  const body = {
    ClientVersion: clientVersion,
    ProcessedClientActions: actions.map((entry) => entry.done),
    Errors: errors.length === 0 ? null : errors,
  }
  return ok({
    agentVersion: parsed.AgentVersion,
    properties: propertiesOf(parsed.RequestedClientActions ?? []),
    response: Buffer.from(JSON.stringify(body)),
    problem,
  })
}

function propertiesOf(actions: readonly z.infer<typeof action>[]): Readonly<Record<string, string>> {
  const entry = actions.find(({ ActionType }) => ActionType === 'SessionType')
  const parsed = sessionTypeParameters.safeParse(entry?.ActionParameters)
  const all = Object.entries(parsed.success ? (parsed.data.Properties ?? {}) : {})
  return Object.fromEntries(all.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}

const completion = z.object({ CustomerMessage: z.string() })

/** What the agent wants the user to read, of a HandshakeComplete; usually nothing. */
export function customerMessageOf(payload: Buffer): string {
  try {
    const parsed = completion.safeParse(JSON.parse(payload.toString('utf8')))
    return parsed.success ? parsed.data.CustomerMessage : ''
  } catch {
    return ''
  }
}

interface Outcome {
  readonly done: ProcessedAction
  readonly problem: Problem | null
}

function process(entry: z.infer<typeof action>, agentVersion: string): Outcome {
  if (entry.ActionType === 'SessionType') return processSessionType(entry.ActionParameters, agentVersion)
  const reason = `Unsupported action ${entry.ActionType.slice(0, 64)}`
  return refused(
    entry.ActionType,
    status.unsupported,
    problemOf('HANDSHAKE_REJECTED', { reason, agentVersion }),
    reason,
  )
}

function processSessionType(parameters: unknown, agentVersion: string): Outcome {
  const parsed = sessionTypeParameters.safeParse(parameters)
  const type = parsed.success ? parsed.data.SessionType : ''
  if (!parsed.success || type !== 'Port') {
    const reason = `Unknown session type ${type.slice(0, 64)}`
    return refused('SessionType', status.failed, problemOf('HANDSHAKE_REJECTED', { reason, agentVersion }), reason)
  }
  const kind = parsed.data.Properties?.['type']
  if (kind !== 'LocalPortForwarding') {
    const reason = `The document asks for ${typeof kind === 'string' && kind !== '' ? kind.slice(0, 64) : 'no'} port forwarding`
    return refused('SessionType', status.failed, problemOf('DOCUMENT_INVALID', { reason }), reason)
  }
  if (isNewer(lastBasicAgent, agentVersion) || agentVersion === lastBasicAgent) {
    const reason = `Agent ${agentVersion} does not multiplex`
    return refused(
      'SessionType',
      status.failed,
      problemOf('AGENT_TOO_OLD', { agentVersion, newerThan: lastBasicAgent }),
      reason,
    )
  }
  return {
    done: { ActionType: 'SessionType', ActionStatus: status.success, ActionResult: null, Error: '' },
    problem: null,
  }
}

function refused(type: string, code: number, problem: Problem, reason: string): Outcome {
  const text = `Failed to process action ${type}: ${reason}`
  return { done: { ActionType: type, ActionStatus: code, ActionResult: null, Error: text }, problem }
}

function missingSessionType(actions: readonly Outcome[]): Problem | null {
  if (actions.some((entry) => entry.done.ActionType === 'SessionType')) return null
  return problemOf('HANDSHAKE_REJECTED', { reason: 'The handshake names no session type' })
}

function parseRequest(payload: Buffer): z.infer<typeof request> | null {
  try {
    const parsed = request.safeParse(JSON.parse(payload.toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
