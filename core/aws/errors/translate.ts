import { awsAnswer, type AwsAnswer } from '#contract/aws-answer.ts'
import type { Problem, ProblemDetails } from '#contract/problem.ts'
import { parseDenial } from '#domain/problem/parse-denial.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, type Failure } from '#domain/result.ts'
import { proxyProblemOf } from '#network/proxy-answer.ts'
import { readSdkFailure, type SdkFailure } from './sdk-failure.ts'

/** What was asked of AWS, as far as the details of a failure say it. */
export interface Asked {
  readonly operation: string | null
  /** On what, for a request to an administrator. */
  readonly on?: Pick<ProblemDetails['ACCESS_DENIED'], 'targetId' | 'document' | 'sessionId' | 'roleArn'> | undefined
  /** Whose credentials were used. */
  readonly as?: Pick<ProblemDetails['CREDENTIALS_INVALID'], 'profile' | 'session'> | undefined
}

/** A service's own error names, with the problem that each stands for there. */
export type NamedProblems = Readonly<Record<string, (aws: AwsAnswer) => Problem>>

/** What any service can answer. */
type CommonCode =
  | 'ACCESS_DENIED'
  | 'CREDENTIALS_INVALID'
  | 'THROTTLED'
  | 'AWS_UNAVAILABLE'
  | 'AWS_REFUSED'
  | 'NETWORK_UNREACHABLE'
  | 'TLS_UNTRUSTED'
  | 'CLOCK_SKEWED'

/** AWS refuses signatures that are more than five minutes off; less is no explanation (ms). */
const skewMs = 4 * 60_000

/** Names that mean the same for every service. A service's own names go first, see each folder's `…-errors.ts`. */
const commonNames: Readonly<Record<string, CommonCode>> = {
  AccessDenied: 'ACCESS_DENIED',
  AccessDeniedException: 'ACCESS_DENIED',
  UnauthorizedOperation: 'ACCESS_DENIED',
  AuthorizationError: 'ACCESS_DENIED',
  ExpiredToken: 'CREDENTIALS_INVALID',
  ExpiredTokenException: 'CREDENTIALS_INVALID',
  RequestExpired: 'CREDENTIALS_INVALID',
  UnrecognizedClientException: 'CREDENTIALS_INVALID',
  InvalidClientTokenId: 'CREDENTIALS_INVALID',
  AuthFailure: 'CREDENTIALS_INVALID',
  SignatureDoesNotMatch: 'CREDENTIALS_INVALID',
  InvalidSignatureException: 'CREDENTIALS_INVALID',
  IncompleteSignature: 'CREDENTIALS_INVALID',
  Throttling: 'THROTTLED',
  ThrottlingException: 'THROTTLED',
  ThrottledException: 'THROTTLED',
  RequestLimitExceeded: 'THROTTLED',
  TooManyRequestsException: 'THROTTLED',
  SlowDown: 'THROTTLED',
  InternalServerError: 'AWS_UNAVAILABLE',
  InternalServerException: 'AWS_UNAVAILABLE',
  InternalFailure: 'AWS_UNAVAILABLE',
  ServiceUnavailable: 'AWS_UNAVAILABLE',
  ServiceUnavailableException: 'AWS_UNAVAILABLE',
  TimeoutError: 'NETWORK_UNREACHABLE',
  AbortError: 'NETWORK_UNREACHABLE',
}

const signatureNames = new Set([
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'AuthFailure',
])

/** Connection errors of Node's sockets, resolver and reader of HTTP: a proxy that answers with something else is one. */
const networkCode =
  /^(HPE_[A-Z_]+|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/
/** Certificate errors of OpenSSL and of Node's host name check. */
const trustCode =
  /^(CERT_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|ERR_TLS_CERT|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH)/

/** True for answers that say that the credentials have ended: worth one retry with new ones. */
export function isExpiredCredentials(error: unknown): boolean {
  return /^(ExpiredToken(Exception)?|RequestExpired)$/.test(readSdkFailure(error).name)
}

/** True for refusals of a signature, of which a wrong clock is the usual cause. */
export function isSignatureRefusal(error: unknown): boolean {
  return signatureNames.has(readSdkFailure(error).name)
}

/** True for answers that ask for patience. */
export function isThrottled(error: unknown): boolean {
  const failure = readSdkFailure(error)
  return commonNames[failure.name] === 'THROTTLED' || failure.status === 429
}

/**
 * The problem that an SDK exception stands for. `names` are the service's own error names. An exception that is none of
 * AWS's and none of the network's is a bug, and is thrown again.
 */
export function translate(error: unknown, names: NamedProblems, asked: Asked, now: number): Problem {
  const ofProxy = proxyProblemOf(error)
  if (ofProxy !== null) return ofProxy
  const failure = readSdkFailure(error)
  const aws = answerOf(failure, asked)
  const named = names[failure.name]
  if (named !== undefined) return named(aws)
  const code = codeOf(failure, now)
  if (code === null) throw error
  switch (code) {
    case 'ACCESS_DENIED':
      return problemOf(code, { ...asked.on, denial: parseDenial(failure.message), aws })
    case 'CREDENTIALS_INVALID':
      return problemOf(code, { ...asked.as, aws })
    case 'CLOCK_SKEWED':
      return problemOf(code, { ...minutesOff(failure, now), aws })
    default:
      return problemOf(code, { aws })
  }
}

/** An answer that came, and lacks what it should hold. */
export function incompleteAnswer(operation: string): Failure<'AWS_UNAVAILABLE'> {
  const aws = { operation, error: 'IncompleteAnswer', awsMessage: 'The answer is incomplete', requestId: null }
  return fail('AWS_UNAVAILABLE', { aws })
}

/** What AWS said, word for word; SDK messages hold no secrets. */
function answerOf(failure: SdkFailure, { operation }: Asked): AwsAnswer {
  const requestId = awsAnswer.shape.requestId.safeParse(failure.requestId).data ?? null
  return { operation, error: failure.networkCode ?? failure.name, awsMessage: failure.message, requestId }
}

function minutesOff({ serverTime }: SdkFailure, now: number): { readonly minutesOff?: number } {
  return serverTime === null ? {} : { minutesOff: Math.round((now - serverTime) / 60_000) }
}

function codeOf(failure: SdkFailure, now: number): CommonCode | null {
  if (failure.networkCode !== null && trustCode.test(failure.networkCode)) return 'TLS_UNTRUSTED'
  if (failure.networkCode !== null && networkCode.test(failure.networkCode)) return 'NETWORK_UNREACHABLE'
  if (isSkewed(failure, now)) return 'CLOCK_SKEWED'
  const known = commonNames[failure.name]
  if (known) return known
  // The proxy's silence (hpagent) has no code.
  if (failure.message === 'Proxy timeout') return 'NETWORK_UNREACHABLE'
  if (failure.status === null) return null
  if (failure.status === 429) return 'THROTTLED'
  if (failure.status >= 500) return 'AWS_UNAVAILABLE'
  return failure.status === 403 ? 'ACCESS_DENIED' : 'AWS_REFUSED'
}

function isSkewed(failure: SdkFailure, now: number): boolean {
  if (!signatureNames.has(failure.name)) return false
  if (failure.serverTime !== null) return Math.abs(now - failure.serverTime) > skewMs
  return /Signature (expired|not yet current)/.test(failure.message)
}
