import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { NamedProfile } from '../app/identity/ports.ts'
import { pythonJson } from './python-json.ts'

/** What of STS's answer every reader needs; the CLI writes the whole of it. */
const answer = z.object({
  Credentials: z.object({
    AccessKeyId: z.string().min(1),
    SecretAccessKey: z.string().min(1),
    SessionToken: z.string().min(1),
    Expiration: z.string(),
  }),
})

/**
 * The file's name: `sha1` of AssumeRole's parameters as Python's `json.dumps(sort_keys=True)` has them, without a session name
 * that the profile does not set (botocore, `AssumeRoleCredentialFetcher`).
 */
export function cliCacheName({ settings }: Pick<NamedProfile, 'settings'>): string {
  const duration = /^\d+$/.test(settings['duration_seconds'] ?? '') ? Number(settings['duration_seconds']) : undefined
  const parameters = {
    DurationSeconds: duration,
    ExternalId: settings['external_id'],
    RoleArn: settings['role_arn'],
    RoleSessionName: settings['role_session_name'],
    SerialNumber: settings['mfa_serial'],
  }
  return `${createHash('sha1').update(pythonJson(parameters)).digest('hex')}.json`
}

/** What is kept of a role: it has an end, as everything that STS gives. */
interface RoleCredentials extends TemporaryCredentials {
  readonly sessionToken: string
  readonly expiresAt: number
}

/** The file's text. Times in whole seconds, as Python writes them. */
export function formatRole(credentials: RoleCredentials): string {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials
  return JSON.stringify({
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiresAt).toISOString().replace(/\.\d{3}Z$/, '+00:00'),
    },
  })
}

/** What a file says; null when it is half a file, or of another kind: it would only have saved a question. */
export function parseRole(text: string): TemporaryCredentials | null {
  try {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.parse(JSON.parse(text)).Credentials
    const expiresAt = Date.parse(Expiration)
    if (Number.isNaN(expiresAt)) return null
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiresAt }
  } catch {
    return null
  }
}
