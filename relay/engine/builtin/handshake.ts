import { z } from 'zod'
import { fail, ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Result } from '#contract/result.ts'
import type { DataKey } from '../engine.ts'
import { isNewer, lastBasicAgent } from './agent-version.ts'
import type { KeyRequest } from './encryption.ts'

const action = z.object({ ActionType: z.string(), ActionParameters: z.unknown().optional() })
const request = z.object({
  AgentVersion: z.string().max(64).catch(''),
  RequestedClientActions: z.array(action).max(32).nullable(),
})
const sessionTypeParameters = z.object({
  SessionType: z.string(),
  Properties: z.record(z.string(), z.unknown()).nullish(),
})

const keyParameters = z.object({ KMSKeyId: z.string(), Challenge: z.string().nullish() })

/**
 * `ActionStatus` of a handshake response; anything but success makes the agent end the session
 * (`docs/reference/ssm-data-channel.md`).
 */
const status = { success: 1, failed: 2, unsupported: 3 } as const

/** What a session is started for: connections to an endpoint, one SSH connection, a terminal, or whichever the agent names. */
export type Purpose = 'port' | 'stdio' | 'shell' | 'any'
/** How the agreed session carries bytes. */
export type SessionMode = 'multiplexed' | 'basic' | 'stdio' | 'shell'

interface ProcessedAction {
  readonly ActionType: string
  readonly ActionStatus: number
  readonly ActionResult: object | null
  readonly Error: string
}

/** What to answer a HandshakeRequest, and whether the session can go on after it. */
export interface HandshakeAnswer {
  readonly agentVersion: string
  /** `Port`, `Standard_Stream`, …; empty when it is not said. */
  readonly sessionType: string
  /** Of the session type, as the document has them after substitution: `localPortNumber`, `portNumber`, … */
  readonly properties: Readonly<Record<string, string>>
  /** Null when there is a problem. */
  readonly mode: SessionMode | null
  /** What is to be had before {@link respond}; null for sessions in the clear, and when there is a problem anyhow. */
  readonly key: KeyRequest | null
  /** Null when every action was done. */
  readonly problem: Problem | null
  /** The HandshakeResponse when no {@link key} is asked for. */
  readonly response: Buffer
  /** The HandshakeResponse when one is; null when it could not be had. */
  respond(key: DataKey | null): Buffer
}

/** Reads a HandshakeRequest and does its actions, in order. Fails only when the payload is no request at all. */
export function answerHandshake(
  payload: Buffer,
  clientVersion: string,
  purpose: Purpose = 'port',
): Result<HandshakeAnswer> {
  const parsed = parseRequest(payload)
  if (parsed === null) return fail('HANDSHAKE_REJECTED', { said: 'The handshake request could not be read' })
  const actions = (parsed.RequestedClientActions ?? []).map((entry) => process(entry, parsed.AgentVersion, purpose))
  const problem = actions.find((entry) => entry.problem !== null)?.problem ?? missingSessionType(actions)
  const key = actions.find((entry) => entry.key !== null)?.key ?? null
  return ok({
    agentVersion: parsed.AgentVersion,
    ...typeOf(parsed.RequestedClientActions ?? []),
    mode: actions.find((entry) => entry.mode !== null)?.mode ?? null,
    key: problem === null ? key : null,
    problem,
    response: responseOf(actions, clientVersion, null),
    respond: (dataKey) => responseOf(actions, clientVersion, dataKey),
  })
}

function typeOf(actions: readonly z.infer<typeof action>[]): Pick<HandshakeAnswer, 'sessionType' | 'properties'> {
  const entry = actions.find(({ ActionType }) => ActionType === 'SessionType')
  const parsed = sessionTypeParameters.safeParse(entry?.ActionParameters)
  if (!parsed.success) return { sessionType: '', properties: {} }
  const all = Object.entries(parsed.data.Properties ?? {})
  const properties = Object.fromEntries(all.filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
  return { sessionType: parsed.data.SessionType, properties }
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
  readonly mode: SessionMode | null
  readonly key: KeyRequest | null
}

function responseOf(actions: readonly Outcome[], clientVersion: string, dataKey: DataKey | null): Buffer {
  const done = actions.map((entry) => (entry.key === null ? entry.done : withKey(entry.key, dataKey)))
  const errors = done.map((entry) => entry.Error).filter((text) => text !== '')
  return Buffer.from(
    JSON.stringify({
      ClientVersion: clientVersion,
      ProcessedClientActions: done,
      Errors: errors.length === 0 ? null : errors,
    }),
  )
}

function withKey(request: KeyRequest, dataKey: DataKey | null): ProcessedAction {
  if (dataKey === null) return failedAction('KMSEncryption', status.failed, 'No data key')
  const result = {
    KMSCipherTextKey: Buffer.from(dataKey.ciphertext).toString('base64'),
    KMSCipherTextHash: null,
    ...(request.challenge === null ? {} : { ChallengeAcknowledgement: true }),
  }
  return { ActionType: 'KMSEncryption', ActionStatus: status.success, ActionResult: result, Error: '' }
}

function process(entry: z.infer<typeof action>, agentVersion: string, purpose: Purpose): Outcome {
  if (entry.ActionType === 'SessionType') return processSessionType(entry.ActionParameters, agentVersion, purpose)
  const asked = entry.ActionType === 'KMSEncryption' ? keyParameters.safeParse(entry.ActionParameters) : null
  // Port sessions are not encrypted by the agent, whatever the account prefers.
  if (asked?.success === true && (purpose === 'shell' || purpose === 'any')) {
    const key = { keyId: asked.data.KMSKeyId, challenge: asked.data.Challenge ?? null }
    return { done: doneAction('KMSEncryption'), problem: null, mode: null, key }
  }
  const reason = `Unsupported action ${entry.ActionType.slice(0, 64)}`
  return refused(
    entry.ActionType,
    status.unsupported,
    problemOf('HANDSHAKE_REJECTED', { said: reason, agentVersion }),
    reason,
  )
}

const shellTypes: ReadonlySet<string> = new Set(['Standard_Stream', 'InteractiveCommands', 'NonInteractiveCommands'])

function processSessionType(parameters: unknown, agentVersion: string, purpose: Purpose): Outcome {
  const parsed = sessionTypeParameters.safeParse(parameters)
  const type = parsed.success ? parsed.data.SessionType : ''
  if ((purpose === 'shell' || purpose === 'any') && shellTypes.has(type)) return agreed('shell')
  if (!parsed.success || type !== 'Port' || purpose === 'shell') {
    const reason = `Unknown session type ${type.slice(0, 64)}`
    return refused(
      'SessionType',
      status.failed,
      problemOf('HANDSHAKE_REJECTED', { said: reason, agentVersion }),
      reason,
    )
  }
  const kind = parsed.data.Properties?.['type']
  const forwards = kind === 'LocalPortForwarding'
  if (purpose !== 'any' && forwards !== (purpose === 'port')) {
    const named = typeof kind === 'string' && kind !== '' ? kind.slice(0, 64) : 'no'
    const reason = `The document asks for ${named} port forwarding`
    return refused('SessionType', status.failed, problemOf('DOCUMENT_INVALID', { said: reason }), reason)
  }
  if (!forwards) return agreed('stdio')
  const old = agentVersion === lastBasicAgent || isNewer(lastBasicAgent, agentVersion)
  return agreed(old ? 'basic' : 'multiplexed')
}

function agreed(mode: SessionMode): Outcome {
  return { done: doneAction('SessionType'), problem: null, mode, key: null }
}

function doneAction(type: string): ProcessedAction {
  return { ActionType: type, ActionStatus: status.success, ActionResult: null, Error: '' }
}

function failedAction(type: string, code: number, reason: string): ProcessedAction {
  const text = `Failed to process action ${type}: ${reason}`
  return { ActionType: type, ActionStatus: code, ActionResult: null, Error: text }
}

function refused(type: string, code: number, problem: Problem, reason: string): Outcome {
  return { done: failedAction(type, code, reason), problem, mode: null, key: null }
}

function missingSessionType(actions: readonly Outcome[]): Problem | null {
  if (actions.some((entry) => entry.done.ActionType === 'SessionType')) return null
  return problemOf('HANDSHAKE_REJECTED', { said: 'The handshake names no session type' })
}

function parseRequest(payload: Buffer): z.infer<typeof request> | null {
  try {
    const parsed = request.safeParse(JSON.parse(payload.toString('utf8')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
