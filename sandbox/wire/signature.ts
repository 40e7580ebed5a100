import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What is signed, and where the signature is. */
export interface SignedRequest {
  readonly method: string
  /** Path and query exactly as received. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The parts of `Authorization: AWS4-HMAC-SHA256 …`. */
export interface Credential {
  readonly accessKeyId: string
  /** `YYYYMMDD` */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const algorithm = 'AWS4-HMAC-SHA256'
const form =
  /^AWS4-HMAC-SHA256\s+Credential=([^/\s,]+)\/(\d{8})\/([^/\s,]+)\/([^/\s,]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/

/** Reads the header; null when it is missing or malformed. */
export function readCredential(headers: IncomingHttpHeaders): Credential | null {
  const match = form.exec(headers.authorization ?? '')
  if (match === null) return null
  const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = match
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature }
}

/** Epoch ms of an `X-Amz-Date` such as `20261122T063000Z`, or null. */
export function readAmzDate(value: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value)
  if (match === null) return null
  const [, year, month, day, hour, minute, second] = match
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? null : time
}

/** Whether the signature is the one that `secretAccessKey` makes (Signature Version 4, headers form). */
export function signatureMatches(request: SignedRequest, credential: Credential, secretAccessKey: string): boolean {
  if (!signsEnough(request, credential)) return false
  const scope = `${credential.date}/${credential.region}/${credential.service}/aws4_request`
  const date = singleHeader(request.headers, 'x-amz-date')
  const stringToSign = [algorithm, date, scope, sha256(canonicalRequest(request, credential))].join('\n')
  const key = [credential.date, credential.region, credential.service, 'aws4_request'].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  )
  return timingSafeEqual(hmac(key, stringToSign), Buffer.from(credential.signature, 'hex'))
}

/** Host and everything of `X-Amz-` must be signed, and what the request says of its body must be so. */
function signsEnough({ headers, body }: SignedRequest, { signedHeaders }: Credential): boolean {
  const required = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
  const said = singleHeader(headers, 'x-amz-content-sha256')
  return required.every((name) => signedHeaders.includes(name)) && (said === '' || said === sha256(body))
}

function canonicalRequest(request: SignedRequest, credential: Credential): string {
  const mark = request.target.indexOf('?')
  const path = mark < 0 ? request.target : request.target.slice(0, mark)
  const query = mark < 0 ? '' : request.target.slice(mark + 1)
  const headers = credential.signedHeaders.map((name) => `${name}:${singleHeader(request.headers, name)}\n`)
  return [
    request.method,
    path.split('/').map(encode).join('/') || '/',
    canonicalQuery(query),
    headers.join(''),
    credential.signedHeaders.join(';'),
    singleHeader(request.headers, 'x-amz-content-sha256') || sha256(request.body),
  ].join('\n')
}

/**
 * Names and values decoded (a plus sign as a space, as the service's own clients do), encoded again, and sorted by
 * their encoded form.
 */
function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort((left, right) => (left < right ? -1 : 1))
    .join('&')
}

const encode = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

function singleHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  const joined = Array.isArray(value) ? value.join(',') : (value ?? '')
  return joined.trim().replace(/ +/g, ' ')
}

const hmac = (key: Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
