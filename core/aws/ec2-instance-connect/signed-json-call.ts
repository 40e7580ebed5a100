import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { agentFor } from '#network/agents.ts'
import { RouteError } from '#network/route-error.ts'
import type { RouteTo } from '#network/route.ts'
import type { AwsKeys } from '../ssm/place-calls.ts'

/** One call of a service that speaks awsJson1.1 and is called too seldom for a client of its own. */
interface SignedJsonCall {
  /** Of the signature's scope. */
  readonly service: string
  readonly region: string
  /** `SERVICE.Operation`, as the header has it. */
  readonly target: string
  readonly url: string
  readonly body: string
  readonly credentials: AwsKeys
}

const timeoutMs = 10_000

/** Makes the call. Throws a failed one as the SDK's clients throw it: name, message, status and request id. */
export async function signedJsonCall(call: SignedJsonCall, routeTo: RouteTo): Promise<void> {
  const url = new URL(call.url)
  const { protocol, hostname, host } = url
  const { service, region, credentials, body } = call
  const headers = { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': call.target }
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 })
  const signed = await signer.sign({ method: 'POST', protocol, hostname, path: '/', query: {}, headers, body })
  const route = await routeTo(url.href)
  if (!route.ok) throw new RouteError(route.error)
  const agent = agentFor(url.href, route.value)
  await new Promise<void>((resolve, reject) => {
    const send = protocol === 'https:' ? httpsRequest : httpRequest
    const options = { method: 'POST', headers: signed.headers, timeout: timeoutMs, ...(agent && { agent }) }
    const request = send(url, options, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const status = response.statusCode ?? 0
        if (status === 200) resolve()
        else reject(failureOf(status, response.headers, Buffer.concat(parts).toString('utf8')))
      })
    })
    request.on('timeout', () => request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })))
    request.on('error', reject)
    request.end(body)
  })
}

function failureOf(status: number, headers: Readonly<Record<string, unknown>>, text: string): Error {
  const { __type: type, message, Message } = objectIn(text)
  const named = firstText(type, headers['x-amzn-errortype'], 'Error')
  const name = named.replace(/:.*$/, '')
  const error = new Error(firstText(message, Message, ''))
  const $metadata = { httpStatusCode: status, requestId: headers['x-amzn-requestid'] }
  return Object.assign(error, { name, $metadata, $response: { headers } })
}

function firstText(...values: readonly unknown[]): string {
  return values.find((value): value is string => typeof value === 'string') ?? ''
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
