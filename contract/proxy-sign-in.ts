import { z } from 'zod'

const epochMs = z.number().int()

/**
 * Why what was given last would not do. `kept`: what the keychain had. `ended`: what was taken before is taken no longer.
 * `same-again`: it was refused already, and is not sent again. `no-answer`: the proxy said neither yes nor no.
 */
export const proxyRefusal = z.enum(['not-accepted', 'kept', 'ended', 'same-again', 'no-answer'])
export type ProxyRefusal = z.infer<typeof proxyRefusal>

/** Where the sign-in at one proxy stands: it is asked for once for all who wait, and what is given is tried once, alone. */
export const proxyStatus = z.discriminatedUnion('kind', [
  /** It did not ask, or what was known has ended and nobody waits. */
  z.object({ kind: z.literal('idle') }),
  z.object({
    kind: z.literal('asking'),
    since: epochMs,
    /** When nobody waits for it any more. */
    expiresAt: epochMs,
    refused: proxyRefusal.nullable(),
  }),
  z.object({ kind: z.literal('checking'), since: epochMs, expiresAt: epochMs }),
  z.object({ kind: z.literal('accepted') }),
  /** The question was closed, or nobody answered it in time: it is asked again when a person says so. */
  z.object({ kind: z.literal('let-go') }),
])
export type ProxyStatus = z.infer<typeof proxyStatus>

/** A proxy that asks who is there, as windows see it. No name and no password is in it. */
export const proxyView = z.object({
  id: z.uuid(),
  /** `p.corp:3128`. */
  place: z.string().max(300),
  /** Whether what is said to it is encrypted. */
  encrypted: z.boolean(),
  status: proxyStatus,
})
export type ProxyView = z.infer<typeof proxyView>

const byProxy = z.object({ proxy: z.uuid() })

/** What somebody typed. Basic parts name and password at the first colon, so a name has none. */
export const typedProxySignIn = byProxy.extend({
  user: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^:]+$/),
  password: z.string().max(1_024),
  /** Into the system's keychain, for the next start. */
  keep: z.boolean(),
})
export type TypedProxySignIn = z.infer<typeof typedProxySignIn>

/** What a window may do about sign-ins at proxies. */
export const proxyCalls = {
  /** Asks at every proxy on the way to AWS that wants a sign-in; resolves when it is known, or let go. */
  'proxy.signIn': { input: z.void(), output: z.void() },
  /** What became of it is in the proxy's state. */
  'proxy.answer': { input: typedProxySignIn, output: z.void() },
  'proxy.cancel': { input: byProxy, output: z.void() },
} as const
