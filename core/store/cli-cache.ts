import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Clock } from '#domain/clock/clock.ts'
import type { RoleSessionStore } from '../app/identity/ports.ts'
import { cliCacheName, formatRole, parseRole } from './cli-cache-format.ts'

/** The AWS CLI takes nothing that has less left than this (ms), and nor do we of what it wrote. */
const marginMs = 15 * 60_000

interface CliCacheDeps {
  readonly clock: Clock
  /** `~/.aws/cli/cache`. */
  readonly folder: string
  /** False where the user wants nothing of this app in shared files. */
  shares(): boolean
}

/** Roles as the AWS CLI (both versions) keeps them, read and written so that a code given to one serves the other. */
export function createCliCache({ clock, folder, shares }: CliCacheDeps): RoleSessionStore {
  return {
    async read(profile) {
      const text = await readFile(join(folder, cliCacheName(profile)), 'utf8').catch(() => null)
      const credentials = text === null ? null : parseRole(text)
      return credentials !== null && (credentials.expiresAt ?? 0) - clock.now() > marginMs ? credentials : null
    },
    async write(profile, { accessKeyId, secretAccessKey, sessionToken, expiresAt }) {
      if (!shares() || sessionToken === undefined || expiresAt === undefined) return
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const text = formatRole({ accessKeyId, secretAccessKey, sessionToken, expiresAt })
      await writeFileAtomic(join(folder, cliCacheName(profile)), text, { mode: 0o600 })
    },
  }
}
