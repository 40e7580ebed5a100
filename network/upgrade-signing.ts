import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { isPresigned } from './stream-address.ts'

/** The service name in the signature's scope: the data channel is not `ssm`. */
const signingService = 'ssmmessages'

/** Keys of AWS, as every signer takes them. */
export interface SigningKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** What is signed, and when. */
export interface UpgradeRequest {
  readonly streamUrl: string
  readonly region: string
  readonly credentials: SigningKeys
  /** Epoch ms by the service's clock. */
  readonly now: number
}

/**
 * Headers for the WebSocket upgrade: `authorization`, `x-amz-date` and, for temporary credentials,
 * `x-amz-security-token`. Empty when the URL is presigned.
 *
 * The URL is signed as it decodes (so a raw `+` in `cell-number` counts as a space, as Go's parser and so AWS's own
 * client has it) and is to be used as it is.
 */
export async function signUpgrade(request: UpgradeRequest): Promise<Readonly<Record<string, string>>> {
  if (isPresigned(request.streamUrl)) return {}
  const url = new URL(request.streamUrl)
  const signer = new SignatureV4({
    service: signingService,
    region: request.region,
    credentials: request.credentials,
    sha256: Sha256,
    // The hash of the empty body is part of what is signed; a header of its own is not sent.
    applyChecksum: false,
  })
  const signed = await signer.sign(
    {
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: { host: url.host },
    },
    { signingDate: new Date(request.now) },
  )
  const wanted = ['authorization', 'x-amz-date', 'x-amz-security-token']
  return Object.fromEntries(Object.entries(signed.headers).filter(([name]) => wanted.includes(name.toLowerCase())))
}

function queryOf(url: URL): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const key of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(key)
    query[key] = values.length === 1 ? (values[0] ?? '') : values
  }
  return query
}
