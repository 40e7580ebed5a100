import { z } from 'zod'
import type { AgentBehaviour } from '../../gateway/gateway.ts'
import type { Identity } from '../../state/identity.ts'
import { mayUseDocument } from '../../state/identity.ts'
import type { SessionTarget } from '../../state/nodes.ts'
import { takeBehaviour } from '../../state/settings.ts'
import { randomHex } from '../../state/random.ts'
import { type ApiRequest, fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { accessDenied, denyUnlessAllowed } from '../denied.ts'
import type { ServiceContext, SignedCall } from '../service.ts'
import { preferredBehaviour } from './preferences.ts'
import { documentArn, findDocument, preferencesDocument, type SessionDocument, substitute } from './documents.ts'

const input = z.object({
  Target: z.string(),
  DocumentName: z.string().nullish(),
  Reason: z.string().nullish(),
  Parameters: z.record(z.string(), z.array(z.string())).nullish(),
})

const targetForm = /^((i|mi)-[0-9a-f]{8,17}|ecs:[\w-]+_[0-9a-f]{32}_[\w-]+)$/

/** StartSession: permission on node and document, then the document's parameters, then the node's connection. */
export async function startSession(context: ServiceContext, call: SignedCall, body: unknown): Promise<Outcome> {
  const data = input.parse(body)
  const { Target: targetId, DocumentName: name, Reason: reason, Parameters: parameters } = data
  const { identity, region } = call.caller
  call.note('target', targetId)
  if (reason !== null && reason !== undefined) call.note('reason', reason)
  if (!targetForm.test(targetId)) return fail('BadRequest', `Target ${targetId} is not a valid target.`)
  const target = targetOf(context, call, targetId)
  const resource = target?.arn ?? `arn:aws:ec2:${region}:${identity.accountId}:instance/${targetId}`
  const denied = denyUnlessAllowed(identity, 'ssm:StartSession', resource)
  if (denied !== null) return denied
  const found = findDocument(name ?? preferencesDocument, region, identity.accountId)
  if (found === null) return fail('InvalidDocument', `Document with name ${name ?? ''} does not exist.`)
  call.note('document', found.name)
  const problem = checkDocument(identity, found, region) ?? checkTarget(context, target, targetId)
  if (problem !== null) return problem
  const substituted = substitute(found, parameters ?? {})
  if (!substituted.ok) return fail('InvalidParameters', substituted.message)
  return open(context, call, targetId, found, substituted.properties, reason ?? null)
}

/** Other accounts' nodes and other regions' are as unknown as misspelt ones. */
function targetOf(context: ServiceContext, call: SignedCall, targetId: string): SessionTarget | null {
  const target = context.nodes.target(targetId)
  const { identity, region } = call.caller
  return target !== null && target.accountId === identity.accountId && target.region === region ? target : null
}

function checkDocument(identity: Identity, found: SessionDocument, region: string): Outcome | null {
  const resource = documentArn(found, region, identity.accountId)
  if (!mayUseDocument(identity, found.name)) return accessDenied(identity, 'ssm:StartSession', resource)
  return denyUnlessAllowed(identity, 'ssm:StartSession', resource)
}

function checkTarget(context: ServiceContext, target: SessionTarget | null, targetId: string): Outcome | null {
  if (target === null || !target.connected) return fail('TargetNotConnected', `${targetId} is not connected.`)
  const account = context.world.accounts.find(({ id }) => id === target.accountId)
  if (target.kind === 'managed-instance' && account?.advancedInstances !== true) {
    const message = 'Enable advanced-instances tier to use Session Manager with your on-premises instances'
    return fail('BadRequest', message)
  }
  return target.kind === 'task' ? checkAgentIsFree(context, targetId) : null
}

/** Sessions of one container at a time: what its agent takes, by whichever call they were started. */
const mostContainerSessions = 2

/** What the service answers when the agent takes no more is written nowhere; this is what it says of one that does not answer. */
function checkAgentIsFree({ sessions }: ServiceContext, targetId: string): Outcome | null {
  const open = sessions.active().filter((session) => session.targetId === targetId).length
  return open < mostContainerSessions ? null : fail('TargetNotConnected', `${targetId} is not connected.`)
}

async function open(
  context: ServiceContext,
  call: SignedCall,
  targetId: string,
  found: SessionDocument,
  properties: Readonly<Record<string, string>>,
  reason: string | null,
): Promise<Outcome> {
  const { identity, region } = call.caller
  const target = context.nodes.target(targetId)
  if (target === null) return fail('TargetNotConnected', `${targetId} is not connected.`)
  const host = properties['host'] ?? 'localhost'
  const portNumber = Number(properties['portNumber'] ?? 0)
  if (found.sessionType === 'Port') await context.prepare(targetId, host, portNumber)
  const sessionId = `${identity.sessionName}-${randomHex(17)}`
  const { sessionType } = found
  context.sessions.add({
    sessionId,
    targetId,
    accountId: identity.accountId,
    region,
    owner: identity.arn,
    documentName: found.name,
    sessionType,
    properties,
    reason,
  })
  const behaviour = behaviourOf(context, target, found)
  const { agentVersion } = target
  const grant = context.gateway.open({ sessionId, targetId, region, sessionType, properties, agentVersion, behaviour })
  call.note('sessionId', sessionId)
  return succeed({
    SessionId: sessionId,
    TokenValue: grant.tokenValue,
    StreamUrl: genuineStreamUrl(call.request, region, grant.streamUrl),
  })
}

/** What the account's own document asks for, then what faults say about every target and about this one. */
function behaviourOf(context: ServiceContext, target: SessionTarget, found: SessionDocument): Partial<AgentBehaviour> {
  const preferences = found.name === preferencesDocument ? preferredBehaviour(context, target) : {}
  return { ...preferences, ...takeBehaviour(context.settings.behaviour, target.id) }
}

/**
 * Clients that came by the genuine host name (through the CONNECT proxy) get a genuine stream address, which the same
 * proxy leads to the gateway; the others get the gateway's own.
 */
export function genuineStreamUrl(request: ApiRequest, region: string, streamUrl: string): string {
  if (streamUrl === '' || !request.url.hostname.endsWith('.amazonaws.com')) return streamUrl
  const url = new URL(streamUrl)
  return `wss://ssmmessages.${region}.amazonaws.com${url.pathname}${url.search}`
}
