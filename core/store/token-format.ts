import { createHash } from 'node:crypto'
import type { Registration, SsoToken } from '../app/identity/ports.ts'
import type { SignInMethod, SsoSession } from '#contract/sign-in.ts'
import { pythonJson } from './python-json.ts'

/**
 * Names and contents of the files in `~/.aws/sso/cache`, exactly as aws-cli v2 and the SDKs write and read them, so that
 * one sign-in serves them all (`docs/reference/aws-sign-in.md`).
 */

/** Scope that makes tokens renewable. */
const accountAccessScope = 'sso:account:access'

/** Sessions written inside a profile, without an `[sso-session]` section, are named after their start URL. */
function isLegacySession(session: SsoSession): boolean {
  return session.name.includes('://')
}

/** `sha1(name).json`, or `sha1(start URL as typed).json` for a legacy session. */
export function tokenFileName(session: SsoSession): string {
  return `${sha1(isLegacySession(session) ? session.startUrl : session.name)}.json`
}

/** `sha1` of what Python's `json.dumps(sort_keys=True)` makes of the registration's circumstances, spaces included. */
export function registrationFileName(session: SsoSession): string {
  const legacy = isLegacySession(session)
  return `${sha1(
    pythonJson({
      region: session.region,
      scopes: legacy ? null : [accountAccessScope],
      session_name: legacy ? null : session.name,
      startUrl: session.startUrl,
      tool: 'botocore',
    }),
  )}.json`
}

/** The token file's text. Times in whole seconds, UTC, with `Z`. */
export function formatToken(session: SsoSession, token: SsoToken): string {
  return JSON.stringify({
    startUrl: session.startUrl,
    region: session.region,
    accessToken: token.accessToken,
    expiresAt: formatTime(token.expiresAt),
    ...(token.registration === null
      ? {}
      : {
          clientId: token.registration.clientId,
          clientSecret: token.registration.clientSecret,
          registrationExpiresAt: formatTime(token.registration.expiresAt),
        }),
    ...(token.refreshToken === null ? {} : { refreshToken: token.refreshToken }),
  })
}

/** What a token file says; null when it is no token. Throws a SyntaxError on half a file. */
export function parseToken(text: string): SsoToken | null {
  const file = parseObject(text)
  const accessToken = stringAt(file, 'accessToken')
  const expiresAt = timeAt(file, 'expiresAt')
  if (accessToken === null || expiresAt === null) return null
  const clientId = stringAt(file, 'clientId')
  const clientSecret = stringAt(file, 'clientSecret')
  // The JavaScript SDK never writes the registration's end; without it the service decides.
  const end = timeAt(file, 'registrationExpiresAt') ?? Number.MAX_SAFE_INTEGER
  const registration = clientId !== null && clientSecret !== null ? { clientId, clientSecret, expiresAt: end } : null
  return { accessToken, expiresAt, refreshToken: stringAt(file, 'refreshToken'), registration }
}

/** The registration file's text. aws-cli tells the two kinds apart by the presence of `grantTypes`. */
export function formatRegistration(session: SsoSession, method: SignInMethod, registration: Registration): string {
  return JSON.stringify({
    clientId: registration.clientId,
    clientSecret: registration.clientSecret,
    expiresAt: formatTime(registration.expiresAt),
    ...(isLegacySession(session) ? {} : { scopes: [accountAccessScope] }),
    ...(method === 'browser' ? { grantTypes: ['authorization_code', 'refresh_token'] } : {}),
  })
}

/** What a registration file says; null when it is none, or one of the other method. */
export function parseRegistration(text: string, method: SignInMethod): Registration | null {
  const file = parseObject(text)
  const clientId = stringAt(file, 'clientId')
  const clientSecret = stringAt(file, 'clientSecret')
  const expiresAt = timeAt(file, 'expiresAt')
  const madeFor: SignInMethod = 'grantTypes' in file ? 'browser' : 'device-code'
  if (clientId === null || clientSecret === null || expiresAt === null || madeFor !== method) return null
  return { clientId, clientSecret, expiresAt }
}

function formatTime(epochMs: number): string {
  // The largest time that a date can hold stands for "unknown".
  const clamped = Math.min(epochMs, Date.UTC(9999, 11, 31))
  return new Date(clamped).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(text)
  return typeof parsed === 'object' && parsed !== null ? Object.fromEntries(Object.entries(parsed)) : {}
}

function stringAt(file: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = file[key]
  return typeof value === 'string' && value !== '' ? value : null
}

/** Old aws-cli versions wrote `2020-06-17T10:02:08UTC`, which no date parser takes. */
function timeAt(file: Readonly<Record<string, unknown>>, key: string): number | null {
  const text = stringAt(file, key)
  const time = text === null ? NaN : Date.parse(text.replace(/UTC$/, 'Z'))
  return Number.isNaN(time) ? null : time
}

function sha1(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex')
}
