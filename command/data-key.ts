import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { DataKeyRequest } from '#contract/relay.ts'
import type { DataKey } from '#relay/engine/engine.ts'
import { partitionOf } from '#domain/partition/partition.ts'
import { userAgent } from '#contract/program-version.ts'
import { agentFor } from '#network/agents.ts'
import { RouteError } from '#network/route-error.ts'
import type { SigningKeys } from '#network/upgrade-signing.ts'
import type { Network } from './network.ts'

/** Who asks KMS, and how to get there. */
interface KeyCaller {
  readonly region: string
  readonly credentials: SigningKeys
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly network: Network
}

const timeoutMs = 10_000

/** KMS GenerateDataKey, one call without an SDK. Throws with the service's words. */
export async function generateDataKey(asked: DataKeyRequest, caller: KeyCaller): Promise<DataKey> {
  const { region, credentials, network } = caller
  const url = kmsUrl(caller)
  const body = JSON.stringify({ KeyId: asked.keyId, NumberOfBytes: asked.bytes, EncryptionContext: asked.context })
  const headers = {
    host: url.host,
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'TrentService.GenerateDataKey',
  }
  const signer = new SignatureV4({ service: 'kms', region, credentials, sha256: Sha256 })
  const { protocol, hostname } = url
  const signed = await signer.sign({ method: 'POST', protocol, hostname, path: '/', query: {}, headers, body })
  const answer = await post(url, signed.headers, body, network)
  const { Plaintext: plain, CiphertextBlob: sealed } = answer
  if (typeof plain !== 'string' || typeof sealed !== 'string') throw new Error('KMS answered without a key')
  return { plaintext: Buffer.from(plain, 'base64'), ciphertext: Buffer.from(sealed, 'base64') }
}

function kmsUrl({ region, environment }: KeyCaller): URL {
  const given = environment['AWS_ENDPOINT_URL_KMS'] || environment['AWS_ENDPOINT_URL']
  return new URL(given || `https://kms.${region}.${partitionOf(region).dnsSuffix}/`)
}

async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  network: Network,
): Promise<Readonly<Record<string, unknown>>> {
  const secure = url.protocol === 'https:'
  const route = await network.routeTo(url.href)
  if (!route.ok) throw new RouteError(route.error)
  const agent = agentFor(url.href, route.value)
  return await new Promise((resolve, reject) => {
    const send = secure ? httpsRequest : httpRequest
    const said = { ...headers, 'user-agent': userAgent }
    const request = send(
      url,
      { method: 'POST', headers: said, timeout: timeoutMs, ...(agent && { agent }) },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8')
          if (response.statusCode === 200) resolve(JSON.parse(text) as Readonly<Record<string, unknown>>)
          else reject(new Error(`KMS GenerateDataKey: ${response.statusCode ?? 0} ${text.slice(0, 300)}`))
        })
      },
    )
    request.on('timeout', () => request.destroy(new Error('KMS does not answer')))
    request.on('error', reject)
    request.end(body)
  })
}
