import type { ApiFault } from '../wire/exchange.ts'
import type { ParsedFault } from './fault.ts'

export type ServiceName = 'oidc' | 'portal' | 'ssm' | 'ec2' | 'sts' | 'kms' | 'ecs' | 'ec2-instance-connect' | 'signin'

/** What is to happen to one call instead of, or before, its answer. */
interface Interference {
  readonly delayMs: number
  readonly hangUp: boolean
  readonly error: ApiFault | null
}

type RateLimit = Extract<ParsedFault, { readonly kind: 'rate-limit' }>
type CallFault = Exclude<Extract<ParsedFault, { readonly action: string }>, RateLimit>

/** Faults that wait for the next calls of an action. Each is used up call by call, oldest first. */
export interface CallFaults {
  /** A limit holds from now on: an action is throttled beyond so many calls in any second. */
  add(fault: CallFault | RateLimit): void
  /** Takes one use of every kind that waits for this action. */
  take(service: ServiceName, action: string): Interference
  pending(): readonly { readonly kind: string; readonly action: string; readonly times: number }[]
  clear(): void
}

export function createCallFaults(now: () => number = () => performance.now()): CallFaults {
  let waiting: { readonly fault: CallFault; left: number }[] = []
  const next = (kind: CallFault['kind'], action: string): CallFault | null => {
    const entry = waiting.find(({ fault }) => fault.kind === kind && (fault.action === action || fault.action === '*'))
    if (entry === undefined) return null
    entry.left -= 1
    if (entry.left === 0) waiting = waiting.filter((other) => other !== entry)
    return entry.fault
  }
  const limits = new Map<string, { readonly perSecond: number; taken: readonly number[] }>()
  const isTooMany = (action: string): boolean => {
    const limit = limits.get(action)
    if (limit === undefined) return false
    const recent = limit.taken.filter((at) => now() - at < 1_000)
    if (recent.length >= limit.perSecond) return true
    limit.taken = [...recent, now()]
    return false
  }
  return {
    add: (fault) => {
      if (fault.kind === 'rate-limit') return void limits.set(fault.action, { perSecond: fault.perSecond, taken: [] })
      waiting.push({ fault, left: fault.times })
    },
    take(service, action) {
      const delay = next('delay', action)
      const hangUp = next('hang-up', action) !== null
      const failure = hangUp ? null : (next('error', action) ?? next('throttle', action))
      return {
        delayMs: delay?.kind === 'delay' ? delay.milliseconds : 0,
        hangUp,
        error: failure !== null ? errorOf(failure, service) : isTooMany(action) ? throttles[service] : null,
      }
    },
    pending: () => waiting.map(({ fault, left }) => ({ kind: fault.kind, action: fault.action, times: left })),
    clear: () => {
      waiting = []
      limits.clear()
    },
  }
}

function errorOf(fault: CallFault, service: ServiceName): ApiFault {
  if (fault.kind === 'error') return { status: fault.status, code: fault.code, message: fault.message }
  return throttles[service]
}

/** How each service says "too fast". */
const throttles: Readonly<Record<ServiceName, ApiFault>> = {
  oidc: { status: 400, code: 'SlowDownException', message: 'Slow down' },
  portal: { status: 429, code: 'TooManyRequestsException', message: 'HTTP 429 Unknown Code' },
  ssm: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  ec2: { status: 503, code: 'RequestLimitExceeded', message: 'Request limit exceeded.' },
  kms: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  ecs: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  signin: { status: 429, code: 'TooManyRequestsError', message: 'Rate exceeded' },
  'ec2-instance-connect': { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  sts: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
}
