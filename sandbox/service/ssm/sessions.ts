import { z } from 'zod'
import type { SessionRecord } from '../../state/session-records.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { accessDenied, denyUnlessAllowed } from '../denied.ts'
import { pageOf } from '../paging.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { genuineStreamUrl } from './start-session.ts'

const bySession = z.object({ SessionId: z.string() })

/**
 * `session/${aws:username}-*`: everybody but administrators may only touch sessions of their own. Those that ECS started for
 * them are named for nobody, and theirs all the same.
 */
function denyOthers(context: ServiceContext, call: SignedCall, action: string, sessionId: string): Outcome | null {
  const { identity, region } = call.caller
  const resource = `arn:aws:ssm:${region}:${identity.accountId}:session/${sessionId}`
  const denied = denyUnlessAllowed(identity, action, resource)
  if (denied !== null) return denied
  const administrator = identity.permissionSet.allow.includes('ssm:*')
  const isOwner = context.sessions.find(sessionId)?.owner === identity.arn
  const own = sessionId.startsWith(`${identity.sessionName}-`) || isOwner
  return own || administrator ? null : accessDenied(identity, action, resource)
}

const sessionOf = (context: ServiceContext, call: SignedCall, sessionId: string): SessionRecord | null => {
  const session = context.sessions.find(sessionId)
  const { identity, region } = call.caller
  return session?.accountId === identity.accountId && session.region === region ? session : null
}

/** ResumeSession: a new token, or none when the session is over. */
export function resumeSession(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const data = bySession.parse(body)
  const sessionId = data.SessionId
  call.note('sessionId', sessionId)
  const denied = denyOthers(context, call, 'ssm:ResumeSession', sessionId)
  if (denied !== null) return denied
  const session = sessionOf(context, call, sessionId)
  if (session === null || session.end?.status === 'Terminated') {
    return fail('DoesNotExistException', `Session ${sessionId} does not exist.`)
  }
  if (context.settings.resumesWithoutToken > 0) {
    context.settings.resumesWithoutToken -= 1
    return succeed({ SessionId: sessionId, TokenValue: '', StreamUrl: '' })
  }
  const grant = session.end === null ? context.gateway.resume(sessionId) : null
  if (grant === null) return succeed({ SessionId: sessionId, TokenValue: '', StreamUrl: '' })
  const streamUrl = genuineStreamUrl(call.request, session.region, grant.streamUrl)
  return succeed({ SessionId: sessionId, TokenValue: grant.tokenValue, StreamUrl: streamUrl })
}

/** TerminateSession: idempotent, and content with sessions nobody knows. */
export function terminateSession(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const data = bySession.parse(body)
  const sessionId = data.SessionId
  call.note('sessionId', sessionId)
  const denied = denyOthers(context, call, 'ssm:TerminateSession', sessionId)
  if (denied !== null) return denied
  if (sessionOf(context, call, sessionId) !== null) {
    context.gateway.terminate(sessionId)
    context.sessions.end({ sessionId, status: 'Terminated', output: '' })
  }
  return succeed({ SessionId: sessionId })
}

const filterNames = ['InvokedAfter', 'InvokedBefore', 'Target', 'Owner', 'Status', 'SessionId', 'AccessType'] as const

const describeInput = z.object({
  State: z.enum(['Active', 'History']),
  MaxResults: z.int().nullish(),
  NextToken: z.string().nullish(),
  Filters: z.array(z.object({ key: z.enum(filterNames), value: z.string() })).nullish(),
})
type SessionFilter = { readonly key: (typeof filterNames)[number]; readonly value: string }

/** DescribeSessions: active ones, or those that ended. */
export function describeSessions(context: ServiceContext, call: SignedCall, body: unknown): Outcome {
  const { identity, region } = call.caller
  const denied = denyUnlessAllowed(identity, 'ssm:DescribeSessions', `arn:aws:ssm:${region}:${identity.accountId}:*`)
  if (denied !== null) return denied
  const data = describeInput.parse(body)
  const { State, MaxResults, NextToken, Filters } = data
  const sessions = context.sessions
    .list()
    .filter((session) => session.accountId === identity.accountId && session.region === region)
    .filter((session) => (session.end === null) === (State === 'Active'))
    .filter((session) => (Filters ?? []).every((filter) => passes(session, filter)))
  const page = pageOf(sessions, MaxResults ?? 50, NextToken ?? null, JSON.stringify([State, Filters]))
  if (page === null) return fail('InvalidNextToken', 'The specified token is not valid.')
  return succeed({ Sessions: page.items.map(tell), ...(page.nextToken === null ? {} : { NextToken: page.nextToken }) })
}

const statusOf = (session: SessionRecord): string => session.end?.status ?? 'Connected'

function passes(session: SessionRecord, { key, value }: SessionFilter): boolean {
  switch (key) {
    case 'InvokedAfter':
      return session.startedAt > Date.parse(value)
    case 'InvokedBefore':
      return session.startedAt < Date.parse(value)
    case 'Target':
      return session.targetId === value
    case 'Owner':
      return session.owner === value
    case 'Status':
      return statusOf(session) === value
    case 'SessionId':
      return session.sessionId === value
    case 'AccessType':
      return value === 'Standard'
  }
}

const tell = (session: SessionRecord): unknown => ({
  SessionId: session.sessionId,
  Target: session.targetId,
  Status: statusOf(session),
  StartDate: session.startedAt / 1000,
  ...(session.end === null ? {} : { EndDate: session.end.at / 1000 }),
  ...(session.end === null || session.end.output === '' ? {} : { Details: session.end.output.slice(0, 1_024) }),
  DocumentName: session.documentName,
  Owner: session.owner,
  ...(session.reason === null ? {} : { Reason: session.reason }),
  OutputUrl: {},
  AccessType: 'Standard',
})
