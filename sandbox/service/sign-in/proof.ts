import { createHash, createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { headerOf } from '../../wire/exchange.ts'
import type { OpenCall, ServiceContext } from '../service.ts'

const header = z.object({
  typ: z.literal('dpop+jwt'),
  alg: z.literal('ES256'),
  jwk: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
})
const claims = z.object({ jti: z.string().min(1), htm: z.string(), htu: z.string(), iat: z.number() })

/** A proof is good for so long, either way of the clock (ms). */
const toleranceMs = 5 * 60_000

/** The thumbprint of the key that a request is proven with (RFC 9449), or what is wrong with the proof. */
export function checkProof(
  context: ServiceContext,
  call: OpenCall,
): { readonly key: string } | { readonly fault: string } {
  const parts = (headerOf(call.request.headers, 'dpop') ?? '').split('.')
  const [head, body, signature] = parts
  if (parts.length !== 3 || head === undefined || body === undefined || signature === undefined) {
    return { fault: 'Missing or invalid DPoP header' }
  }
  const [said, told] = [header.safeParse(jsonOf(head)), claims.safeParse(jsonOf(body))]
  if (!said.success || !told.success) return { fault: 'Invalid DPoP proof' }
  const { jti, htm, htu, iat } = told.data
  const { jwk } = said.data
  const url = `${call.request.url.origin}${call.request.url.pathname}`
  if (htm !== call.request.method || htu !== url) return { fault: 'The DPoP proof is for another request' }
  if (Math.abs(context.clock.now() - iat * 1_000) > toleranceMs) return { fault: 'The DPoP proof is of another time' }
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const raw = Buffer.from(signature, 'base64url')
  if (!verify('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }, raw)) {
    return { fault: 'The signature of the DPoP proof is wrong' }
  }
  if (context.consoleSignIns.proofs.has(jti)) return { fault: 'The DPoP proof was used before' }
  context.consoleSignIns.proofs.add(jti)
  const canonical = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y })
  return { key: createHash('sha256').update(canonical).digest('base64url') }
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
