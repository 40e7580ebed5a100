import { setTimeout as wait } from 'node:timers/promises'
import type { CallFaults } from '../faults/call-faults.ts'
import type { Service } from '../service/service.ts'
import type { CallLog } from '../state/call-log.ts'
import type { SandboxClock } from '../state/clock.ts'
import { limitKinds } from '../policy/policy.ts'
import type { KeyRing } from '../state/key-ring.ts'
import type { PolicyKind, Settings } from '../state/settings.ts'
import { authenticate, type Caller, faultOf } from './authenticate.ts'
import { type ApiRequest, headerOf, type Outcome, type Reply } from './exchange.ts'
import { encodeOutcome } from './protocol.ts'

interface DispatcherParts {
  readonly services: readonly Service[]
  readonly faults: CallFaults
  readonly keys: KeyRing
  readonly clock: SandboxClock
  readonly calls: CallLog
  readonly settings: Pick<Settings, 'policies'>
}

/** What a request came to; `hang-up` means that its connection is to be cut. */
type Dispatched = Reply | 'hang-up' | 'not-an-api-call'

/** Leads a request to its service: scripted faults first, then the signature, then the action. Every call is logged. */
export function createDispatcher(parts: DispatcherParts): (request: ApiRequest) => Promise<Dispatched> {
  return async (request) => {
    for (const service of parts.services) {
      const action = service.actionOf(request)
      if (action !== null) return dispatch(parts, service, action, request)
    }
    return 'not-an-api-call'
  }
}

async function dispatch(
  parts: DispatcherParts,
  service: Service,
  action: string,
  request: ApiRequest,
): Promise<Dispatched> {
  const details: Record<string, string> = {}
  const note = (name: string, value: string): void => {
    details[name] = value
  }
  const interference = parts.faults.take(service.name, action)
  if (interference.delayMs > 0) await wait(interference.delayMs)
  const call = { action, request, note }
  const { outcome, caller } =
    interference.error === null && !interference.hangUp
      ? await answer(parts, service, call)
      : { outcome: null, caller: null }
  const result: Outcome | null = interference.error === null ? outcome : { ok: false, fault: interference.error }
  const reply = result === null ? null : encodeOutcome(service.protocol, action, result)
  parts.calls.add({
    at: parts.clock.now(),
    service: service.name,
    action,
    region: caller?.region ?? null,
    status: reply?.status ?? 0,
    error: result === null || result.ok ? null : result.fault.code,
    userAgent: headerOf(request.headers, 'user-agent') ?? '',
    caller: caller?.identity.arn ?? null,
    details,
  })
  return reply ?? 'hang-up'
}

interface PlainCall {
  readonly action: string
  readonly request: ApiRequest
  note(name: string, value: string): void
}

async function answer(
  parts: DispatcherParts,
  service: Service,
  call: PlainCall,
): Promise<{ readonly outcome: Outcome; readonly caller: Caller | null }> {
  if (service.signing === null) return { outcome: await service.run(call), caller: null }
  const checked = authenticate(call.request, service.signing, parts.keys, parts.clock)
  if (!checked.ok) return { outcome: { ok: false, fault: faultOf(checked.refusal, service.protocol) }, caller: null }
  const caller = limited(checked.caller, parts.settings)
  return { outcome: await service.run({ ...call, caller }), caller }
}

/** The caller with the policies that stand for the account now. */
function limited(caller: Caller, { policies }: DispatcherParts['settings']): Caller {
  const of = (kind: PolicyKind) => policies.get(`${kind} ${caller.identity.accountId}`) ?? policies.get(`${kind} *`)
  const around = Object.fromEntries(limitKinds.flatMap((kind) => (of(kind) === undefined ? [] : [[kind, of(kind)]])))
  return { ...caller, identity: { ...caller.identity, limits: { own: of('identity') ?? [], around } } }
}
