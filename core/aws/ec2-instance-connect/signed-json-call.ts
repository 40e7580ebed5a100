import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import type { RouteTo } from '#network/route.ts'
import { post } from '../http/post.ts'
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

/** Makes the call. Throws a failed one as the SDK's clients throw it: name, message, status and request id. */
export async function signedJsonCall(call: SignedJsonCall, routeTo: RouteTo): Promise<void> {
  const url = new URL(call.url)
  const { protocol, hostname, host } = url
  const { service, region, credentials, body } = call
  const headers = { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': call.target }
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 })
  const signed = await signer.sign({ method: 'POST', protocol, hostname, path: '/', query: {}, headers, body })
  await post({ url: url.href, headers: signed.headers, body }, routeTo)
}
