import type { Identity } from '#core/app/identity/index.ts'
import type { NodeAccess } from '#core/app/node-access-ports.ts'
import type { Sessions } from '#core/app/sessions/sessions.ts'
import type { Files } from '#core/app/files/files.ts'
import type { Shells } from '#core/app/shells/shells.ts'
import type { Targets } from '#core/app/targets/targets.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import type { AwsHttp } from '#core/aws/index.ts'
import type { RelayHost } from '../relay-host/relay-host.ts'
import type { ActivityParts } from './activity-parts.ts'
import type { StopStep } from '../system/stop-in-order.ts'

/** What is stopped on the way out. */
interface Stoppable {
  readonly supervisor: Pick<TunnelSupervisor, 'dispose'>
  readonly shells: Pick<Shells, 'dispose'>
  readonly fileParts: { readonly files: Pick<Files, 'dispose'> }
  readonly sessions: Pick<Sessions, 'end'>
  readonly access: Pick<NodeAccess, 'dispose'>
  readonly history: Pick<ActivityParts, 'stop'>
  readonly relay: Pick<RelayHost, 'dispose'>
  readonly identity: Pick<Identity, 'dispose'>
  readonly http: Pick<AwsHttp, 'dispose'>
  readonly targets: Pick<Targets, 'stop'>
}

/** The control plane's part of the way out: sessions end before the relay that carries them. */
export function wayOut(
  { supervisor, shells, fileParts, sessions, access, history, relay, identity, http, targets }: Stoppable,
  hidePlugin: () => void,
): readonly StopStep[] {
  const stopped = (ms: number): Promise<unknown> =>
    Promise.all([supervisor, shells, fileParts.files].map((each) => each.dispose(ms)))
  return [
    { name: 'targets', stop: () => targets.stop(), deadlineMs: 100 },
    { name: 'plugin', stop: hidePlugin, deadlineMs: 100 },
    { name: 'sessions', stop: () => sessions.end(6_000, stopped(6_000)), deadlineMs: 7_000 },
    { name: 'access', stop: () => access.dispose(), deadlineMs: 100 },
    { name: 'activity', stop: () => history.stop(), deadlineMs: 1_000 },
    { name: 'relay', stop: () => relay.dispose(3_000), deadlineMs: 4_000 },
    { name: 'identity', stop: () => identity.dispose(), deadlineMs: 1_000 },
    { name: 'http', stop: () => http.dispose(), deadlineMs: 100 },
  ]
}
