import type { Settings } from '../state/settings.ts'
import type { ServiceContext } from '../service/service.ts'
import { canonicalHost } from '../network/vpc-network.ts'
import type { CallFaults } from './call-faults.ts'
import type { ParsedFault } from './fault.ts'

/** What a fault did: how many things it touched, or why it could not be applied. */
export type Applied =
  | { readonly ok: true; readonly affected: number }
  | { readonly ok: false; readonly message: string }

const affected = (count: number): Applied => ({ ok: true, affected: count })

/** Makes one thing go wrong, now or at the next occasion. */
export function applyFault(context: ServiceContext, callFaults: CallFaults, fault: ParsedFault): Applied {
  switch (fault.kind) {
    case 'rate-limit':
    case 'throttle':
    case 'error':
    case 'delay':
    case 'hang-up':
      callFaults.add(fault)
      return affected(0)
    case 'node':
      return context.nodes.setConnection(fault.target, fault.connection)
        ? affected(1)
        : { ok: false, message: `there is no node or task ${fault.target}` }
    case 'drop-session':
    case 'end-session':
    case 'publication':
    case 'malformed':
      return onSessions(context, fault)
    case 'access-requests':
      return affected(decideRequests(context, fault))
    case 'clock':
      context.clock.setOffset(fault.offsetSeconds * 1000)
      return affected(1)
    case 'policy':
      return affected(changePolicy(context, fault))
    case 'console-session':
      return affected(changeConsoleSession(context, fault))
    case 'expire-device-codes':
    case 'expire-authorization-codes':
    case 'expire-registrations':
    case 'expire-access-tokens':
    case 'revoke-tokens':
    case 'expire-credentials':
      return affected(expire(context, fault.kind))
    default:
      return changeSettings(context, fault)
  }
}

type RequestFault = Extract<ParsedFault, { readonly kind: 'access-requests' }>

function decideRequests({ clock, accessRequests }: ServiceContext, fault: RequestFault): number {
  const until = fault.decision === 'Approved' ? clock.now() + fault.seconds * 1_000 : null
  return accessRequests.decide(fault.decision, until)
}

type SessionFault = Extract<
  ParsedFault,
  { readonly kind: 'drop-session' | 'end-session' | 'publication' | 'malformed' }
>

/** On one session, or on all that are active. */
function onSessions(context: ServiceContext, fault: SessionFault): Applied {
  const ids =
    fault.sessionId === undefined ? context.sessions.active().map((session) => session.sessionId) : [fault.sessionId]
  const done = ids.filter((sessionId) => onSession(context, fault, sessionId))
  if (fault.kind === 'end-session') {
    for (const sessionId of done) context.sessions.end({ sessionId, status: 'Terminated', output: fault.output })
  }
  return affected(done.length)
}

/** Whether there was something to do it to. */
function onSession({ gateway }: ServiceContext, fault: SessionFault, sessionId: string): boolean {
  switch (fault.kind) {
    case 'drop-session':
      return gateway.drop(sessionId, fault.closeCode)
    case 'end-session':
      return gateway.terminate(sessionId, fault.output)
    case 'publication':
      return gateway.publication(sessionId, fault.change)
    case 'malformed':
      return gateway.sendMalformed(sessionId, fault.message)
  }
}

type ConsoleFault = Extract<ParsedFault, { readonly kind: 'console-session' }>

function changeConsoleSession({ consoleSignIns, settings }: ServiceContext, fault: ConsoleFault): number {
  if (fault.identity !== undefined) settings.consoleIdentity = fault.identity
  if (fault.ended === undefined) return 1
  for (const family of consoleSignIns.families) family.ended = fault.ended
  return consoleSignIns.families.length
}

type PolicyFault = Extract<ParsedFault, { readonly kind: 'policy' }>

function changePolicy({ settings: { policies } }: ServiceContext, fault: PolicyFault): number {
  const key = `${fault.of} ${fault.account}`
  if (fault.statements === null) policies.delete(key)
  else policies.set(key, fault.statements)
  return 1
}

type Expiry = Extract<ParsedFault['kind'], `expire-${string}` | 'revoke-tokens'>

function expire(context: ServiceContext, kind: Expiry): number {
  const { signIns, clock } = context
  const past = clock.now() - 1
  switch (kind) {
    case 'expire-device-codes':
      return each(signIns.devices, (code, grant) => signIns.devices.set(code, { ...grant, expiresAt: past }))
    case 'expire-authorization-codes':
      return each(signIns.authorizations, (_, grant) => (grant.expiresAt = past))
    case 'expire-registrations':
      return each(signIns.registrations, (id, client) => signIns.registrations.set(id, { ...client, expiresAt: past }))
    case 'expire-access-tokens':
      for (const family of signIns.families) family.accessExpiresAt = Math.min(family.accessExpiresAt, past)
      return signIns.families.length
    case 'revoke-tokens':
      for (const family of signIns.families) family.revoked = true
      return signIns.families.length
    case 'expire-credentials':
      return context.keys.expireAll()
  }
}

function each<V>(map: ReadonlyMap<string, V>, change: (key: string, value: V) => unknown): number {
  const entries = [...map]
  for (const [key, value] of entries) change(key, value)
  return entries.length
}

type SettingFault = Extract<
  ParsedFault,
  {
    readonly kind:
      | 'consent'
      | 'slow-down'
      | 'lifetimes'
      | 'endpoint'
      | 'resume-without-token'
      | 'agent'
      | 'session-key'
      | 'session-preferences'
      | 'kms-key'
      | 'proxy'
  }
>

function changeSettings({ settings }: ServiceContext, fault: SettingFault): Applied {
  switch (fault.kind) {
    case 'consent':
      settings.consent = fault.mode
      break
    case 'slow-down':
      settings.slowDowns = fault.times
      break
    case 'lifetimes':
      changeLifetimes(settings, fault)
      break
    case 'endpoint':
      changeDetour(settings, fault)
      break
    case 'resume-without-token':
      settings.resumesWithoutToken = fault.times
      break
    case 'session-key':
      if (fault.kmsKeyId === null) settings.sessionKeys.delete(fault.account)
      else settings.sessionKeys.set(fault.account, fault.kmsKeyId)
      break
    case 'session-preferences':
      settings.preferences.set(fault.account, fault.preferences === null ? null : withoutUndefined(fault.preferences))
      break
    case 'kms-key':
      settings.keyStates.set(fault.account, fault.state)
      break
    case 'proxy':
      settings.proxy = fault.policy
      break
    case 'agent':
      settings.behaviour.set(fault.target ?? '*', {
        behaviour: withoutUndefined(fault.behaviour),
        left: fault.times ?? Number.POSITIVE_INFINITY,
      })
      break
  }
  return affected(1)
}

function changeLifetimes(settings: Settings, fault: Extract<SettingFault, { readonly kind: 'lifetimes' }>): void {
  settings.accessTokenSeconds = fault.accessTokenSeconds ?? settings.accessTokenSeconds
  settings.credentialSeconds = fault.credentialSeconds ?? settings.credentialSeconds
  settings.deviceCodeSeconds = fault.deviceCodeSeconds ?? settings.deviceCodeSeconds
  settings.pollSeconds = fault.pollSeconds ?? settings.pollSeconds
}

function changeDetour(settings: Settings, fault: Extract<SettingFault, { readonly kind: 'endpoint' }>): void {
  const key = `${canonicalHost(fault.host)}:${fault.port}`
  if (fault.leadsTo === null) settings.detours.delete(key)
  else settings.detours.set(key, fault.leadsTo)
}

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

const withoutUndefined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<T>
