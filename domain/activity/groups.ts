import type { ActivityEvent, ActivityGroup, ActivityKind } from '#contract/activity.ts'

/** What each kind of event is listed under; trouble is what has a problem, whatever its kind. */
const groups: Readonly<Record<ActivityKind, Exclude<ActivityGroup, 'failures'>>> = {
  armed: 'ports',
  stopped: 'ports',
  exposed: 'ports',
  'exposure-ended': 'ports',
  'exposure-failed': 'ports',
  'client-elsewhere': 'connections',
  'turned-away': 'connections',
  'out-of-handles': 'connections',
  refused: 'connections',
  'starts-limited': 'connections',
  'clients-told': 'connections',
  'clients-closed': 'connections',
  client: 'connections',
  'connections-closed': 'connections',
  connecting: 'sessions',
  ready: 'sessions',
  answered: 'sessions',
  unanswered: 'sessions',
  dropped: 'sessions',
  failed: 'sessions',
  'idle-closed': 'sessions',
  slowed: 'sessions',
  overflowed: 'sessions',
  recovered: 'sessions',
  rotated: 'sessions',
  'rotation-failed': 'sessions',
  'ends-soon': 'sessions',
  'drained-cut': 'sessions',
  'lane-opened': 'sessions',
  'lane-failed': 'sessions',
  'files-received': 'files',
  'files-sent': 'files',
  'files-not-same': 'files',
  'shell-opened': 'shells',
  'shell-ended': 'shells',
  'sign-in': 'sign-ins',
  'signed-in': 'sign-ins',
  'signed-out': 'sign-ins',
}

/** True for an event of the group. */
export function isInGroup({ kind, problem }: Pick<ActivityEvent, 'kind' | 'problem'>, group: ActivityGroup): boolean {
  return group === 'failures' ? problem !== null : groups[kind] === group
}
