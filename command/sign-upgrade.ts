import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Keys } from './credentials.ts'
import { isPresigned } from './stream-address.ts'

type Headers = Readonly<Record<string, string>>

/** The data channel's name in a signature's scope; it is not `ssm`. */
const service = 'ssmmessages'
const wanted = ['authorization', 'x-amz-date', 'x-amz-security-token']

/**
 * Headers that sign a `GET` on the stream URL, as plugins from 1.2.764 send them; none when the URL is presigned. It is
 * signed as it decodes (a raw `+` counts as a space, as Go reads it) and used as it is.
 */
export async function signUpgrade(streamUrl: string, region: string, credentials: Keys): Promise<Headers> {
  if (isPresigned(streamUrl)) return {}
  const url = new URL(streamUrl)
  const query: Record<string, string[]> = {}
  for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value]
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, applyChecksum: false })
  const { protocol, hostname, pathname: path, host } = url
  const signed = await signer.sign({ method: 'GET', protocol, hostname, path, query, headers: { host } })
  return Object.fromEntries(Object.entries(signed.headers).filter(([name]) => wanted.includes(name.toLowerCase())))
}
