import { loadAwsClients } from '#core/aws/index.ts'
import type { CertificateFile } from '#core/app/network/certificate-file.ts'
import type { ProxyDesk } from '#core/app/network/proxy-desk.ts'
import type { Recordings } from '#core/app/recordings/recordings.ts'
import type { LeftSessions } from '#core/app/sessions/left-sessions.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import type { SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import type { FindRoute } from '#network/route.ts'
import type { RelayHost } from '../relay-host/relay-host.ts'
import type { LazySecretStore } from '../secrets/lazy-secret-store.ts'
import { watchFocus } from '../system/app-events.ts'
import type { ActivityParts } from './activity-parts.ts'
import type { PluginFinder } from './plugin-finder.ts'

/** What a first look at the window can do without. */
export interface StartedLater {
  readonly relay: Pick<RelayHost, 'start'>
  readonly secrets: LazySecretStore
  readonly findRoute: FindRoute
  readonly proxies: Pick<ProxyDesk, 'dispose'>
  readonly certificateFile: Pick<CertificateFile, 'look'>
  readonly finder: PluginFinder
  readonly settings: SettingsBook
  readonly snapshot: SnapshotProjection
  readonly recordings: Pick<Recordings, 'keepHouse' | 'dispose'>
  readonly leftSessions: Pick<LeftSessions, 'begin' | 'dispose'>
  readonly history: Pick<ActivityParts, 'activity'>
}

/** An app that is quit before has not started them, and does not any more. */
export function startedLater(later: StartedLater) {
  const { relay, secrets, findRoute, proxies, finder, settings, snapshot } = later
  const { recordings, leftSessions, history, certificateFile } = later
  let state: 'waiting' | 'started' | 'stopped' = 'waiting'
  let [hidePlugin, unwatch] = [(): void => {}, (): void => {}]
  return {
    start() {
      if (state !== 'waiting') return
      state = 'started'
      relay.start()
      hidePlugin = showPlugin(finder, settings, snapshot)
      void certificateFile.look()
      // A drive that was away, or a file that was put right.
      unwatch = watchFocus(() => void certificateFile.look())
      void secrets.open().then(({ kind }) => snapshot.setApp({ secretStore: kind }))
      void loadAwsClients()
      void recordings.keepHouse()
      leftSessions.begin()
      void history.activity.keepHouse()
      // The first answer reads every authority of the system: no client has to wait for that.
      void findRoute('https://sts.amazonaws.com/')
    },
    stop() {
      state = 'stopped'
      hidePlugin()
      unwatch()
      // Whoever waits for an answer goes on, and can be stopped.
      proxies.dispose()
      recordings.dispose()
      leftSessions.dispose()
    },
  }
}

/**
 * Looks for the plugin now, when the settings change, and when the user comes back, perhaps from installing it; until the
 * returned function is called.
 */
function showPlugin(finder: PluginFinder, settings: SettingsBook, snapshot: SnapshotProjection): () => void {
  const look = (): void => void finder.look()
  snapshot.setApp({ plugin: finder.state() })
  const stops = [finder.onChange((plugin) => snapshot.setApp({ plugin })), settings.onChange(look), watchFocus(look)]
  look()
  return () => stops.forEach((stop) => stop())
}
