import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import writeFileAtomic from 'write-file-atomic'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { fail, ok } from '#domain/result.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RegistrationStore, SsoToken, TokenStore } from '../app/identity/ports.ts'
import { codeOf } from './json-document.ts'
import { formatLogin, loginFileName, parseLogin } from './login-format.ts'
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

interface TokenStoreDeps extends TokenFilesDeps {
  /** `~/.aws/login/cache`. */
  readonly loginFolder: string
}

/** How a kind of sign-in is kept in files. */
interface TokenForm {
  nameOf(session: SsoSession): string
  parse(text: string): SsoToken | null
  /** `before`: the text that is replaced. */
  format(session: SsoSession, token: SsoToken, before: string | null): string
}

const portalForm: TokenForm = { nameOf: tokenFileName, parse: parseToken, format: formatToken }
const consoleForm: TokenForm = {
  nameOf: loginFileName,
  parse: parseLogin,
  format: (_, token, before) => formatLogin(token, before),
}

/** Token files as AWS's tools keep them; `loginFolder` is `~/.aws/login/cache`, of console sessions. */
export function createTokenStore({ folder, loginFolder, clock }: TokenStoreDeps): TokenStore & { dispose(): void } {
  const portals = createFiles({ folder, clock }, portalForm)
  const consoles = createFiles({ folder: loginFolder, clock }, consoleForm)
  const of = (session: SsoSession): TokenStore => (isConsoleSession(session) ? consoles : portals)
  return {
    read: (session) => of(session).read(session),
    write: (session, token) => of(session).write(session, token),
    remove: (session) => of(session).remove(session),
    onChange(listener) {
      const stops = [portals.onChange(listener), consoles.onChange(listener)]
      return () => stops.forEach((stop) => stop())
    },
    dispose() {
      portals.dispose()
      consoles.dispose()
    },
  }
}

function createFiles({ folder, clock }: TokenFilesDeps, form: TokenForm): TokenStore & { dispose(): void } {
  const listeners = createListeners<void>()
  let watch: FolderWatch | null = null
  const pathOf = (session: Parameters<TokenStore['read']>[0]): string => join(folder, form.nameOf(session))
  return {
    read: (session) => readTolerantly(pathOf(session), form.parse),
    write: (session, token) =>
      attempt('TOKEN_NOT_WRITTEN', session, pathOf(session), () =>
        rewritePrivate(folder, pathOf(session), (before) => form.format(session, token, before)),
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
      // The key of a console session goes with its token.
      if (isConsoleSession(session)) return null
      const registration = await readTolerantly(pathOf(session), (text) => parseRegistration(text, method))
      return registration && registration.expiresAt - clock.now() > registrationMarginMs ? registration : null
    },
    write: async (session, method, registration) => {
      if (isConsoleSession(session)) return
      await writePrivate(folder, pathOf(session), formatRegistration(session, method, registration))
    },
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

async function rewritePrivate(folder: string, path: string, text: (before: string | null) => string): Promise<void> {
  await writePrivate(folder, path, text(await readFile(path, 'utf8').catch(() => null)))
}

/** Atomic, and for the owner's eyes only. */
async function writePrivate(folder: string, path: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFileAtomic(path, text, { mode: 0o600 })
}
