import type { IncomingHttpHeaders } from 'node:http'
import type { KeyRing } from '../state/key-ring.ts'
import type { SandboxClock } from '../state/clock.ts'
import type { Identity } from '../state/identity.ts'
import { type ApiFault, headerOf } from './exchange.ts'
import type { Protocol } from './protocol.ts'
import { type Credential, readAmzDate, readCredential, signatureMatches, type SignedRequest } from './signature.ts'

export interface Caller {
  readonly identity: Identity
  /** Region of the credential scope. */
  readonly region: string
}

export type Refusal =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown-key' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wrong-service'; readonly service: string }
  | { readonly kind: 'scope' }
  | { readonly kind: 'skew'; readonly message: string }
  | { readonly kind: 'signature' }

export type Authentication =
  | { readonly ok: true; readonly caller: Caller }
  | { readonly ok: false; readonly refusal: Refusal }

const allowedSkewMs = 5 * 60_000

/** Checks a Signature Version 4 request for one service: scope, clock, key, session token and signature, in this order. */
export function authenticate(
  request: SignedRequest,
  service: string,
  keys: KeyRing,
  clock: SandboxClock,
): Authentication {
  const credential = readCredential(request.headers)
  const date = readAmzDate(headerOf(request.headers, 'x-amz-date') ?? '')
  if (credential === null || date === null) return refuse({ kind: 'missing' })
  if (credential.service !== service) return refuse({ kind: 'wrong-service', service })
  if (!fitsScope(credential, request.headers)) return refuse({ kind: 'scope' })
  const key = keys.find(credential.accessKeyId)
  if (key === null || key.sessionToken !== headerOf(request.headers, 'x-amz-security-token')) {
    return refuse({ kind: 'unknown-key' })
  }
  if (key.expiresAt !== null && key.expiresAt <= clock.now()) return refuse({ kind: 'expired' })
  const skew = skewOf(date, clock.now())
  if (skew !== null) return refuse(skew)
  if (!signatureMatches(request, credential, key.secretAccessKey)) return refuse({ kind: 'signature' })
  return { ok: true, caller: { identity: key.identity, region: regionOf(credential) } }
}

/** The scope's day is that of the request's time, and its region that of a genuine host name. */
function fitsScope({ date, region }: Credential, headers: IncomingHttpHeaders): boolean {
  const [, hostRegion = region] = regionalHost.exec(headerOf(headers, 'host') ?? '') ?? []
  return region === hostRegion && (headerOf(headers, 'x-amz-date') ?? '').startsWith(date)
}

const regionalHost = /\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/

const refuse = (refusal: Refusal): Authentication => ({ ok: false, refusal })
const regionOf = (credential: Credential): string => credential.region

const stamp = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '')

function skewOf(signedAt: number, now: number): Refusal | null {
  if (signedAt < now - allowedSkewMs) {
    const limit = `${stamp(now - allowedSkewMs)} (${stamp(now)} - 5 min.)`
    return { kind: 'skew', message: `Signature expired: ${stamp(signedAt)} is now earlier than ${limit}` }
  }
  if (signedAt > now + allowedSkewMs) {
    const limit = `${stamp(now + allowedSkewMs)} (${stamp(now)} + 5 min.)`
    return { kind: 'skew', message: `Signature not yet current: ${stamp(signedAt)} is still later than ${limit}` }
  }
  return null
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and ' +
  'signing method. Consult the service documentation for details.'
const invalidToken = 'The security token included in the request is invalid.'
const expiredToken = 'The security token included in the request is expired'

/** The error each protocol's services answer with; names and sentences differ between them. */
export function faultOf(refusal: Refusal, protocol: Protocol): ApiFault {
  if (protocol === 'ec2') return ec2Fault(refusal)
  const status = protocol === 'query' ? 403 : 400
  const names = protocol === 'query' ? queryNames : jsonNames
  const code = names[refusal.kind]
  switch (refusal.kind) {
    case 'missing':
      return { status, code, message: 'Missing Authentication Token' }
    case 'unknown-key':
      return { status, code, message: invalidToken }
    case 'expired':
      return { status, code, message: expiredToken }
    case 'wrong-service':
      return { status, code, message: `Credential should be scoped to correct service: '${refusal.service}'.` }
    case 'scope':
      return { status, code, message: 'Credential should be scoped to a valid region and to the date of the request.' }
    case 'skew':
      return { status, code, message: refusal.message }
    case 'signature':
      return { status, code, message: mismatch }
  }
}

const jsonNames: Readonly<Record<Refusal['kind'], string>> = {
  missing: 'MissingAuthenticationTokenException',
  'unknown-key': 'UnrecognizedClientException',
  expired: 'ExpiredTokenException',
  'wrong-service': 'InvalidSignatureException',
  scope: 'InvalidSignatureException',
  skew: 'InvalidSignatureException',
  signature: 'InvalidSignatureException',
}

const queryNames: Readonly<Record<Refusal['kind'], string>> = {
  missing: 'MissingAuthenticationToken',
  'unknown-key': 'InvalidClientTokenId',
  expired: 'ExpiredToken',
  'wrong-service': 'SignatureDoesNotMatch',
  scope: 'SignatureDoesNotMatch',
  skew: 'SignatureDoesNotMatch',
  signature: 'SignatureDoesNotMatch',
}

function ec2Fault(refusal: Refusal): ApiFault {
  switch (refusal.kind) {
    case 'missing':
      return { status: 403, code: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token' }
    case 'expired':
      return { status: 400, code: 'RequestExpired', message: 'Request has expired.' }
    case 'skew':
      return { status: 400, code: 'RequestExpired', message: 'Request has expired.' }
    case 'signature':
      return { status: 403, code: 'SignatureDoesNotMatch', message: mismatch }
    default:
      return {
        status: 401,
        code: 'AuthFailure',
        message: 'AWS was not able to validate the provided access credentials',
      }
  }
}
