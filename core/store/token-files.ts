import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import writeFileAtomic from 'write-file-atomic'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import { fail, ok } from '#domain/result.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RegistrationStore, TokenStore } from '../app/identity/ports.ts'
import { codeOf } from './json-document.ts'
import {
  formatRegistration,
  formatToken,
  parseRegistration,
  parseToken,
  registrationFileName,
  tokenFileName,
} from './token-format.ts'
import { watchFolder, type FolderWatch } from './token-watch.ts'

/** A registration with less left than this is not worth a sign-in (ms); aws-cli's own limit. */
const registrationMarginMs = 15 * 60_000
/** aws-cli truncates and rewrites in place: half a file is read again after these pauses (ms). */
const rereadAfterMs = [20, 60, 150]

interface TokenFilesDeps {
  readonly clock: Clock
  /** `~/.aws/sso/cache`. */
  readonly folder: string
}

export function createTokenStore({ folder, clock }: TokenFilesDeps): TokenStore & { dispose(): void } {
  const listeners = createListeners<void>()
  let watch: FolderWatch | null = null
  const pathOf = (session: Parameters<TokenStore['read']>[0]): string => join(folder, tokenFileName(session))
  return {
    read: (session) => readTolerantly(pathOf(session), parseToken),
    write: (session, token) =>
      attempt('TOKEN_NOT_WRITTEN', session, pathOf(session), () =>
        writePrivate(folder, pathOf(session), formatToken(session, token)),
      ),
    remove: (session) =>
      attempt('TOKEN_NOT_REMOVED', session, pathOf(session), () => rm(pathOf(session), { force: true })),
    onChange(listener) {
      watch ??= watchFolder({ folder, clock, changed: () => listeners.tell() })
      return listeners.subscribe(listener)
    },
    dispose() {
      listeners.clear()
      watch?.stop()
      watch = null
    },
  }
}

export function createRegistrationStore({ folder, clock }: TokenFilesDeps): RegistrationStore {
  const pathOf = (session: Parameters<RegistrationStore['read']>[0]): string =>
    join(folder, registrationFileName(session))
  return {
    async read(session, method) {
      const registration = await readTolerantly(pathOf(session), (text) => parseRegistration(text, method))
      return registration && registration.expiresAt - clock.now() > registrationMarginMs ? registration : null
    },
    write: (session, method, registration) =>
      writePrivate(folder, pathOf(session), formatRegistration(session, method, registration)),
    async remove(session, method) {
      const path = pathOf(session)
      // One name serves both methods: only what this method made is removed.
      if (await readTolerantly(path, (text) => parseRegistration(text, method))) await rm(path, { force: true })
    },
  }
}

/** What the disk refuses is expected, and told with the file. */
async function attempt(
  code: 'TOKEN_NOT_WRITTEN' | 'TOKEN_NOT_REMOVED',
  { name }: SsoSession,
  file: string,
  work: () => Promise<void>,
): Promise<Result<void>> {
  try {
    await work()
    return ok(undefined)
  } catch (error) {
    return fail(code, { session: name, file, reason: codeOf(error) })
  }
}

async function readTolerantly<T>(path: string, parse: (text: string) => T | null): Promise<T | null> {
  for (const delayMs of [...rereadAfterMs, null]) {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) return null
    try {
      return parse(text)
    } catch {
      if (delayMs !== null) await pause(delayMs)
    }
  }
  return null
}

/** Atomic, and for the owner's eyes only. */
async function writePrivate(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFileAtomic(path, text, { mode: 0o600 })
}
