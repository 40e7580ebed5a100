import { app } from 'electron'
import { join } from 'node:path'
import type { Clock } from '#domain/clock/clock.ts'
import { foundTarget } from '#domain/route/found-target.ts'
import { sshPlacesOf, type SshPlaces } from '#domain/ssh-host/ssh-place.ts'
import type { Identity } from '#core/app/identity/index.ts'
import type { Log, ProductionGuard, RelayLink, SessionService } from '#core/app/ports.ts'
import type { Sessions } from '#core/app/sessions/sessions.ts'
import type { Targets } from '#core/app/targets/targets.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import { createSshDesk } from '#core/app/ssh/ssh-desk.ts'
import { createSshSetupBook, type SshSetupBook } from '#core/app/ssh/ssh-setup.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { createKeyPush, type AwsHttp } from '#core/aws/index.ts'
import { createSshConfigStore } from '#core/store/ssh-config/ssh-config-store.ts'
import { sshLine, waitsForSignIn } from '#words/ssh-line/ssh-line.ts'
import type { Build } from '../system/build.ts'
import { sshProgram } from '../system/ssh-command.ts'
import type { FileParts } from './file-parts.ts'
import { programQuestion, productionQuestion } from './ssh-questions.ts'

/** What ssh through the app needs of the control plane. */
interface SshPartsDeps {
  readonly build: Build
  readonly supervisor: TunnelSupervisor
  readonly identity: Identity
  readonly service: SessionService
  readonly sessions: Sessions
  readonly relay: RelayLink
  readonly settings: SettingsBook
  readonly targets: ProductionGuard & Pick<Targets, 'atHand' | 'onUpdate'>
  readonly fileParts: Pick<FileParts, 'hosts'>
  readonly http: AwsHttp
  readonly clock: Clock
  readonly log: Log
}

/** SSH programs at the app's socket, and what the user's ssh config says of it. */
export interface SshParts {
  readonly setup: SshSetupBook
  /** The user's folder for ssh. */
  readonly folder: string
  dispose(): void
}

/** A burst of changes to the tunnels is one change of the file. */
const settleMs = 1_000

/** Starts it: the relay listens as soon as it runs, and the file follows the tunnels while it is in use. */
export function startSsh(deps: SshPartsDeps): SshParts {
  const { identity, service, sessions, relay, settings, http, clock, log } = deps
  const places = placesOf(deps)
  const desk = createSshDesk({
    ...{ relay, sessions, service, clock, log, places },
    signIns: identity.signIns,
    appFolder: app.getPath('userData'),
    engine: () => settings.current().engine,
    mayUse: programQuestion(deps),
    mayReach: productionQuestion(deps),
    pushKey: createKeyPush({ clock, http, credentials: identity.credentials }),
    tell: (failure) => sshLine(failure, 'app'),
    waitsForSignIn,
  })
  const files = createSshConfigStore({ home: http.environment['HOME'], now: () => clock.now() })
  const pushesKey = {
    current: () => settings.current().sshPushesKey,
    change: (on: boolean) => settings.change({ sshPushesKey: on }),
  }
  const setup = createSshSetupBook({ files, places, platform: process.platform, command: commandOf(deps), pushesKey })
  const stopFollowing = follow(deps, setup)
  return {
    setup,
    folder: files.folder,
    dispose() {
      stopFollowing()
      desk.dispose()
    },
  }
}

/** Where host names lead, from what is saved and known now. */
function placesOf({ supervisor, identity, targets, fileParts }: SshPartsDeps): () => Promise<SshPlaces> {
  return async () => {
    const { profiles } = await identity.profiles.list()
    const known = supervisor.views().map((tunnel) => {
      const id = foundTarget(tunnel.route)
      return { tunnel, found: id === null ? null : { id, name: tunnel.route[3].facts.name ?? null } }
    })
    const favourites = targets.atHand().favourites.map(({ favourite }) => favourite)
    return sshPlacesOf(known, profiles, { favourites, userOf: (id) => fileParts.hosts.of(id).user })
  }
}

function commandOf({ build, http }: SshPartsDeps) {
  const { execPath } = process
  const isRoot = process.getuid?.() === 0
  const program = sshProgram({ build, execPath, appPath: app.getAppPath(), environment: http.environment, isRoot })
  const folder = app.getPath('userData')
  const isUsual = folder === join(app.getPath('appData'), 'Culvert')
  return { program, options: isUsual ? [] : ['--app-folder', folder] }
}

/** New hosts are in the file by themselves. */
function follow({ supervisor, targets, clock, log }: SshPartsDeps, setup: SshSetupBook): () => void {
  let cancel = (): void => {}
  let followed = ''
  const refresh = (): void =>
    void setup.refresh().catch((error: unknown) => log.warn('ssh.file-not-refreshed', { message: String(error) }))
  const changed = (): void => {
    const tunnels = supervisor
      .views()
      .map(({ definition, preference, route }) => [definition, preference.profile, foundTarget(route)])
    const now = JSON.stringify([tunnels, targets.atHand().favourites.map(({ favourite }) => favourite)])
    if (now === followed) return
    followed = now
    cancel()
    cancel = clock.after(settleMs, refresh)
  }
  changed()
  const starred = targets.onUpdate(({ type }) => (type === 'favourites' ? changed() : undefined))
  const stops = [supervisor.onChange(changed), supervisor.onRemoved(changed), starred]
  return () => {
    cancel()
    for (const stop of stops) stop()
  }
}
