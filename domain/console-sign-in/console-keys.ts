import type { TemporaryCredentials } from '#contract/relay.ts'

/** What the console's sign-in gives out in place of a token: credentials, and what other programs want to find beside them. */
export interface ConsoleKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly accountId: string
  readonly tokenType?: string | undefined
  readonly idToken?: string | undefined
}

/** As one text: to whoever keeps and renews tokens it is one like every other. */
export function packKeys({ accessKeyId, secretAccessKey, sessionToken, accountId, ...rest }: ConsoleKeys): string {
  const { tokenType, idToken } = rest
  return JSON.stringify({ accessKeyId, secretAccessKey, sessionToken, accountId, tokenType, idToken })
}

/** Null for a token that is no such text. */
export function unpackKeys(accessToken: string): ConsoleKeys | null {
  const parts = objectIn(accessToken)
  const text = (name: string): string | undefined => {
    const value = parts[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const [accessKeyId, secretAccessKey, sessionToken] = ['accessKeyId', 'secretAccessKey', 'sessionToken'].map(text)
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) return null
  const accountId = text('accountId') ?? ''
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    accountId,
    tokenType: text('tokenType'),
    idToken: text('idToken'),
  }
}

/** The credentials alone, for as long as the token is good (epoch ms). */
export function credentialsIn(accessToken: string, expiresAt: number): TemporaryCredentials | null {
  const keys = unpackKeys(accessToken)
  if (keys === null) return null
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt }
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
