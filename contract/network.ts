import { z } from 'zod'
import { port } from './tunnel.ts'

/** A proxy, its parts apart, so that an address can be told without its password. `credentials` are a secret, and decoded. */
export const proxyAddress = z.object({
  /** How it is spoken to. SOCKS proxies resolve the names themselves. */
  scheme: z.enum(['http', 'https', 'socks4', 'socks5']),
  /** A name or an address; IPv6 without brackets. */
  host: z.string().min(1),
  port,
  credentials: z.object({ user: z.string(), password: z.string() }).nullable(),
})
export type ProxyAddress = z.infer<typeof proxyAddress>

/**
 * Where it was found how a host is reached. `near`: no proxy leads to this computer and its link. `exception`: `NO_PROXY`.
 * `unsaid`: nobody names a proxy.
 */
export const foundIn = z.discriminatedUnion('by', [
  z.object({ by: z.literal('variable'), variable: z.string() }),
  z.object({ by: z.enum(['near', 'exception', 'system', 'unsaid']) }),
])
export type FoundIn = z.infer<typeof foundIn>

/** How one host is reached. */
export const networkRoute = z.object({
  /** Null to connect directly. */
  proxy: proxyAddress.nullable(),
  /** Authorities to trust besides the runtime's own, one PEM certificate each; null for none. Not secret. */
  roots: z.array(z.string()).readonly().nullable(),
})
export type NetworkRoute = z.infer<typeof networkRoute>
