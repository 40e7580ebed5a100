import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { SsoSession } from '#contract/sign-in.ts'
import { packKeys, unpackKeys } from '#domain/console-sign-in/console-keys.ts'
import type { SsoToken } from '../app/identity/ports.ts'

/** What a file of `~/.aws/login/cache` holds; the AWS CLI and the SDKs want all but `tokenType` and `idToken`. */
const loginFile = z.looseObject({
  accessToken: z.object({
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    sessionToken: z.string(),
    accountId: z.string(),
    expiresAt: z.string(),
  }),
  tokenType: z.string().optional(),
  clientId: z.string().min(1),
  refreshToken: z.string().min(1),
  idToken: z.string().optional(),
  /** PEM of SEC 1; no other key may renew. */
  dpopKey: z.string().min(1),
})

/** `sha256(login_session).json`. */
export function loginFileName({ name }: SsoSession): string {
  return `${createHash('sha256').update(name, 'utf8').digest('hex')}.json`
}

/** What a file says; null when it is none of a sign-in. Throws a SyntaxError on half a file. */
export function parseLogin(text: string): SsoToken | null {
  const parsed = loginFile.safeParse(JSON.parse(text))
  const expiresAt = Date.parse(parsed.data?.accessToken.expiresAt ?? '')
  if (!parsed.success || Number.isNaN(expiresAt)) return null
  const { accessToken, tokenType, idToken, clientId, dpopKey, refreshToken } = parsed.data
  return {
    accessToken: packKeys({ ...accessToken, tokenType, idToken }),
    expiresAt,
    refreshToken,
    registration: { clientId, clientSecret: dpopKey, expiresAt: Number.MAX_SAFE_INTEGER },
  }
}

/** The file's text; what stands in the one before it, and is not ours, stays when it is of the same key. */
export function formatLogin(token: SsoToken, before: string | null): string {
  const { idToken, tokenType, ...keys } = unpackKeys(token.accessToken) ?? {}
  const { clientId = '', clientSecret: dpopKey = '' } = token.registration ?? {}
  const kept = before === null ? {} : (loginFile.safeParse(parsed(before)).data ?? {})
  const expiresAt = new Date(token.expiresAt).toISOString().replace(/\.\d{3}Z$/, 'Z')
  return JSON.stringify({
    ...('dpopKey' in kept && kept.dpopKey === dpopKey ? kept : {}),
    accessToken: { ...keys, expiresAt },
    ...(tokenType === undefined ? {} : { tokenType }),
    clientId,
    refreshToken: token.refreshToken ?? '',
    ...(idToken === undefined ? {} : { idToken }),
    dpopKey,
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
