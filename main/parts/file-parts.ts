import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { shell } from 'electron'
import type { Clock } from '#domain/clock/clock.ts'
import { usualUser } from '#domain/file-session/carrier.ts'
import type { Identity } from '#core/app/identity/index.ts'
import type { KnownHosts } from '#core/app/files/file-deps.ts'
import { createFiles, type Files } from '#core/app/files/files.ts'
import type { IdentityPins } from '#core/app/sessions/pinned-identity.ts'
import type { Log, RelayLink, TransferLog } from '#core/app/ports.ts'
import type { WindowGate } from '#core/app/production/window-gate.ts'
import type { Sessions } from '#core/app/sessions/sessions.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import type { Targets } from '#core/app/targets/targets.ts'
import { createKeyPush, type AwsHttp } from '#core/aws/index.ts'
import { openKnownHosts } from '#core/store/known-hosts-store.ts'
import { fileWordsOf } from '#words/files/file-words.ts'
import type { Language } from '#words/messages.ts'
import { askCarefully } from '../dialogs/ask-carefully.ts'
import { chooseFolder, chooseToSend } from '../dialogs/choose-files.ts'
import { createFileHandlers, type FileHandlerDeps } from '../handlers/file-handlers.ts'

/** What they are made of. */
export interface FilePartsOptions {
  /** `known-hosts.json`, absolute. */
  readonly path: string
  readonly relay: RelayLink
  readonly sessions: Sessions
  readonly pins: IdentityPins
  readonly settings: SettingsBook
  readonly identity: Identity
  readonly http: AwsHttp
  readonly targets: Pick<Targets, 'platformOf'>
  readonly transferLog: TransferLog
  readonly clock: Clock
  readonly log: Log
}

/** The file sessions of all windows, and what is remembered of their servers. */
export interface FileParts {
  readonly files: Files
  readonly hosts: KnownHosts
}

/** Builds them over the real AWS and the real file. */
export async function createFileParts(options: FilePartsOptions): Promise<FileParts> {
  const { path, relay, sessions, pins, settings, identity, http, targets, transferLog, clock, log } = options
  const hosts = await openKnownHosts(path, log)
  const files = createFiles({
    ...{ relay, sessions, pins, settings, clock, log, hosts, transferLog },
    newId: randomUUID,
    agentSocket: () => http.environment['SSH_AUTH_SOCK'] || null,
    usualUser: ({ profile, region }, id) => usualUser(targets.platformOf({ profile, region }, id)),
    pushKey: createKeyPush({ clock, http, credentials: identity.credentials }),
  })
  return { files, hosts }
}

/** The handlers, with main's own dialogs. */
export function fileHandlersOf(
  { files, hosts }: FileParts,
  production: WindowGate,
  language: () => Language,
  environmentOf: FileHandlerDeps['environmentOf'],
) {
  return createFileHandlers({
    ...{ files, production, environmentOf },
    words: () => fileWordsOf(language()),
    chooseToSend,
    chooseFolder,
    ask: askCarefully,
    forgetHostKey: (targetId) => hosts.remember(targetId, { ...hosts.of(targetId), hostKey: null }),
    reveal: (folder, name) => shell.showItemInFolder(name === null ? folder : join(folder, name)),
  })
}
