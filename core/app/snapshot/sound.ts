import type { Problem } from '#contract/problem.ts'
import { fileSessionView, type FileSessionView } from '#contract/files.ts'
import { shellView, type ShellView } from '#contract/shells.ts'
import type { MfaView } from '#contract/mfa.ts'
import type { SignInView } from '#contract/sign-in.ts'
import {
  snapshot as snapshotSchema,
  tunnelView,
  type AppFacts,
  type Notice,
  type Snapshot,
  type TunnelView,
} from '#contract/snapshot.ts'
import { soundProblem } from '#domain/problem/sound-problem.ts'
import type { SnapshotChange } from '#domain/snapshot/apply-change.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import type { Log } from '../ports.ts'

type Report = Pick<Log, 'error'>

/** Tunnels that were found to be as the contract says. They never change: a tunnel with news is another value. */
const checked = new WeakSet<object>()

const withoutTunnels = snapshotSchema.omit({ tunnels: true })

const tunnelsOf = (value: unknown): readonly unknown[] | null => {
  const tunnels: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'tunnels') : null
  return Array.isArray(tunnels) ? tunnels : null
}

/**
 * A snapshot as the contract says, to be told to a window; throws for what is none. Tunnels were looked at when they came into it,
 * and are not looked at again: with a thousand of them a window would wait for that.
 */
export function tellable(value: unknown): unknown {
  const tunnels = tunnelsOf(value)
  const isChecked = tunnels?.every((tunnel) => typeof tunnel === 'object' && tunnel !== null && checked.has(tunnel))
  return isChecked === true ? { ...withoutTunnels.parse(value), tunnels } : snapshotSchema.parse(value)
}

/**
 * Main's truth as windows may be told it. A window is answered with what the contract says or not at all, so one problem of
 * the wrong shape would cost it everything: it becomes INTERNAL where it stands, and what a problem has too much is dropped.
 * A tunnel or shell that is none for other reasons is left out. Both are bugs, and logged; the shape is named, never a value.
 * Others' names and words are told with their unseen marks shown: window, tray, dialogs and letters draw what stands here.
 */
export function soundSnapshot(snapshot: Snapshot, log: Report): Snapshot {
  return shownVisibly({
    ...snapshot,
    app: soundApp(snapshot.app, log),
    signIns: snapshot.signIns.map((view) => soundSignIn(view, log)),
    mfaDevices: snapshot.mfaDevices.map((view) => soundDevice(view, log)),
    tunnels: snapshot.tunnels.map((view) => soundTunnel(view, log)).filter((view) => view !== null),
    shells: snapshot.shells.map((view) => soundShell(view, log)).filter((view) => view !== null),
    files: snapshot.files.map((view) => soundFiles(view, log)).filter((view) => view !== null),
    notices: soundNotices(snapshot.notices, log),
  })
}

/** As {@link soundSnapshot}, for one change; null when nothing of it can be told. */
export function soundChange(change: SnapshotChange, log: Report): SnapshotChange | null {
  return shownVisibly(soundOf(change, log))
}

function soundOf(change: SnapshotChange, log: Report): SnapshotChange | null {
  switch (change.type) {
    case 'tunnel': {
      const tunnel = soundTunnel(change.tunnel, log)
      return tunnel === null ? null : { ...change, tunnel }
    }
    case 'shell': {
      const shell = soundShell(change.shell, log)
      return shell === null ? null : { ...change, shell }
    }
    case 'files': {
      const files = soundFiles(change.files, log)
      return files === null ? null : { ...change, files }
    }
    case 'sign-in':
      return { ...change, signIn: soundSignIn(change.signIn, log) }
    case 'mfa-device':
      return { ...change, device: soundDevice(change.device, log) }
    case 'notices':
      return { ...change, notices: soundNotices(change.notices, log) }
    case 'app':
      return { ...change, app: soundApp(change.app, log) }
    default:
      return change
  }
}

function soundTunnel(view: TunnelView, log: Report): TunnelView | null {
  const { status, timeline } = view
  const told: TunnelView = {
    ...view,
    status: 'problem' in status ? { ...status, problem: sound(status.problem, log) } : status,
    timeline: timeline.map((entry) =>
      entry.problem === null ? entry : { ...entry, problem: sound(entry.problem, log) },
    ),
  }
  const parsed = tunnelView.safeParse(told)
  if (parsed.success) {
    checked.add(parsed.data)
    return parsed.data
  }
  log.error('snapshot.tunnel-unsound', { tunnelId: view.id, path: parsed.error.issues[0]?.path.join('.') })
  return null
}

function soundShell(view: ShellView, log: Report): ShellView | null {
  const { status } = view
  const problem = 'problem' in status ? status.problem : null
  const told = problem === null ? view : { ...view, status: { ...status, problem: sound(problem, log) } }
  const parsed = shellView.safeParse(told)
  if (parsed.success) return parsed.data
  log.error('snapshot.shell-unsound', { shellId: view.id, path: parsed.error.issues[0]?.path.join('.') })
  return null
}

function soundFiles(view: FileSessionView, log: Report): FileSessionView | null {
  const told = {
    ...view,
    status: withSoundProblem(view.status, log),
    transfers: view.transfers.map((one) => ({ ...one, status: withSoundProblem(one.status, log) })),
  }
  const parsed = fileSessionView.safeParse(told)
  if (parsed.success) return parsed.data
  log.error('snapshot.files-unsound', { fileSession: view.id, path: parsed.error.issues[0]?.path.join('.') })
  return null
}

function withSoundProblem<T extends object>(status: T, log: Report): T {
  const problem = 'problem' in status ? (status.problem as Problem | null) : null
  return problem === null ? status : { ...status, problem: sound(problem, log) }
}

function soundSignIn(view: SignInView, log: Report): SignInView {
  const { status } = view
  return status.kind === 'failed' ? { ...view, status: { ...status, problem: sound(status.problem, log) } } : view
}

function soundDevice(view: MfaView, log: Report): MfaView {
  const { status } = view
  if (status.kind === 'failed') return { ...view, status: { ...status, problem: sound(status.problem, log) } }
  if (status.kind !== 'waiting-code' || status.refused === null) return view
  const refused = { ...status.refused, problem: sound(status.refused.problem, log) }
  return { ...view, status: { ...status, refused } }
}

function soundNotices(notices: readonly Notice[], log: Report): Notice[] {
  return notices.map((notice) => ({ ...notice, problem: sound(notice.problem, log) }))
}

function soundApp(app: AppFacts, log: Report): AppFacts {
  const { plugin } = app
  return plugin.state === 'broken' ? { ...app, plugin: { ...plugin, problem: sound(plugin.problem, log) } } : app
}

function sound(candidate: Problem, log: Report): Problem {
  return soundProblem(candidate, (fault) => log.error('snapshot.problem-unsound', { ...fault }))
}
