import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '#contract/problem.ts'
import type { FileSessionView } from '#contract/files.ts'
import type { ShellView } from '#contract/shells.ts'
import type { MfaView } from '#contract/mfa.ts'
import type { NodeAccessView } from '#contract/node-access.ts'
import type { ProxyView } from '#contract/proxy-sign-in.ts'
import type { SignInView } from '#contract/sign-in.ts'
import type { AppFacts, Notice, Settings, Snapshot, SnapshotUpdate, TunnelView } from '#contract/snapshot.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { applyChange, type SnapshotChange } from '#domain/snapshot/apply-change.ts'
import type { Environment } from '#contract/tunnel.ts'
import type { Log, ProblemList } from '../ports.ts'
import { soundChange, soundSnapshot } from './sound.ts'

/** Where the truth comes from. Structural, so that tests need no supervisor. */
interface SnapshotSources {
  readonly app: AppFacts
  readonly settings: { current(): Settings; onChange(listener: (settings: Settings) => void): Unsubscribe }
  readonly tunnels: {
    views(): readonly TunnelView[]
    isOnline(): boolean
    environments(): readonly Environment[]
    problems(): readonly Problem[]
    onChange(listener: (view: TunnelView) => void): Unsubscribe
    onRemoved(listener: (id: string) => void): Unsubscribe
    onProblems(listener: (problems: readonly Problem[]) => void): Unsubscribe
    onOnline(listener: (online: boolean) => void): Unsubscribe
  }
  readonly shells: {
    views(): readonly ShellView[]
    onChange(listener: (view: ShellView) => void): Unsubscribe
    onRemoved(listener: (id: string) => void): Unsubscribe
  }
  readonly files: {
    views(): readonly FileSessionView[]
    onChange(listener: (view: FileSessionView) => void): Unsubscribe
    onRemoved(listener: (id: string) => void): Unsubscribe
  }
  readonly signIns: { views(): readonly SignInView[]; onChange(listener: (view: SignInView) => void): Unsubscribe }
  readonly mfa?: { views(): readonly MfaView[]; onChange(listener: (view: MfaView) => void): Unsubscribe }
  readonly proxies?: { views(): readonly ProxyView[]; onChange(listener: (view: ProxyView) => void): Unsubscribe }
  readonly access?: {
    views(): readonly NodeAccessView[]
    onChange(listener: (view: NodeAccessView) => void): Unsubscribe
  }
  /** Told by whoever edits the set of SSO sessions. */
  readonly signInRemovals: { onRemoved(listener: (session: string) => void): Unsubscribe }
  /** What could not be kept of sign-ins. */
  readonly signInProblems?: ProblemList
  /** What is wrong with whom TLS was told to trust. */
  readonly networkProblems?: ProblemList
  /** Problems of the start that belong to no tunnel, such as settings that were kept aside. */
  readonly startProblems?: readonly Problem[]
  readonly log: Pick<Log, 'error'>
}

/** Main's truth, with a revision. */
export interface SnapshotProjection {
  current(): Snapshot
  /** Updates in order, at most one per thing and microtask, none when nothing changed. */
  onUpdate(listener: (update: SnapshotUpdate) => void): Unsubscribe
  setApp(facts: Partial<AppFacts>): void
  /** Puts a notice away; it comes back when its problem does. */
  dismissNotice(id: string): void
  dispose(): void
}

/** Projects the program's state into one value and the ordered changes to it. */
export function createSnapshot(sources: SnapshotSources): SnapshotProjection {
  return new Projection(sources)
}

class Projection implements SnapshotProjection {
  readonly #sources: SnapshotSources
  readonly #listeners = createListeners<SnapshotUpdate>()
  readonly onUpdate = this.#listeners.subscribe
  readonly #unsubscribes: readonly Unsubscribe[]
  readonly #pending = new Map<string, SnapshotChange>()
  #dismissed: ReadonlySet<string> = new Set()
  #isFlushPlanned = false
  #current: Snapshot

  constructor(sources: SnapshotSources) {
    this.#sources = sources
    const { settings, shells, files, signIns, tunnels } = sources
    const first: Snapshot = {
      revision: 0,
      app: sources.app,
      settings: settings.current(),
      signIns: [...signIns.views()],
      mfaDevices: [...(sources.mfa?.views() ?? [])],
      proxies: [...(sources.proxies?.views() ?? [])],
      nodeAccess: [...(sources.access?.views() ?? [])],
      environments: [...tunnels.environments()],
      tunnels: [...tunnels.views()],
      shells: [...shells.views()],
      files: [...files.views()],
      notices: this.#notices(),
      online: tunnels.isOnline(),
    }
    this.#current = soundSnapshot(first, sources.log)
    this.#unsubscribes = [
      settings.onChange((next) => this.#note('settings', { type: 'settings', settings: next })),
      signIns.onChange((signIn) => this.#note(`sign-in ${signIn.session.name}`, { type: 'sign-in', signIn })),
      sources.signInRemovals.onRemoved((name) => this.#note(`sign-in ${name}`, { type: 'sign-in-removed', name })),
      sources.mfa?.onChange((device) => this.#note(`mfa ${device.id}`, { type: 'mfa-device', device })) ?? (() => {}),
      sources.proxies?.onChange((proxy) => this.#note(`proxy ${proxy.id}`, { type: 'proxy', proxy })) ?? (() => {}),
      sources.access?.onChange((access) => this.#note(`access ${access.id}`, { type: 'node-access', access })) ??
        (() => {}),
      tunnels.onChange((tunnel) => this.#note(`tunnel ${tunnel.id}`, { type: 'tunnel', tunnel })),
      tunnels.onRemoved((id) => this.#note(`tunnel ${id}`, { type: 'tunnel-removed', id })),
      shells.onChange((shell) => this.#note(`shell ${shell.id}`, { type: 'shell', shell })),
      shells.onRemoved((id) => this.#note(`shell ${id}`, { type: 'shell-removed', id })),
      files.onChange((view) => this.#note(`files ${view.id}`, { type: 'files', files: view })),
      files.onRemoved((id) => this.#note(`files ${id}`, { type: 'files-removed', id })),
      tunnels.onProblems(() => this.#noteNotices()),
      sources.signInProblems?.onChange(() => this.#noteNotices()) ?? (() => {}),
      sources.networkProblems?.onChange(() => this.#noteNotices()) ?? (() => {}),
      tunnels.onOnline((online) => this.#note('online', { type: 'online', online })),
    ]
  }

  current(): Snapshot {
    this.#flush()
    return this.#current
  }

  setApp(facts: Partial<AppFacts>): void {
    const waiting = this.#pending.get('app')
    const base = waiting?.type === 'app' ? waiting.app : this.#current.app
    this.#note('app', { type: 'app', app: { ...base, ...facts } })
  }

  dismissNotice(id: string): void {
    this.#dismissed = new Set([...this.#dismissed, id])
    this.#noteNotices()
  }

  dispose(): void {
    for (const unsubscribe of this.#unsubscribes) unsubscribe()
    this.#listeners.clear()
    this.#pending.clear()
  }

  #noteNotices(): void {
    this.#note('notices', { type: 'notices', notices: this.#notices() })
  }

  #notices(): Notice[] {
    const { startProblems = [], signInProblems, networkProblems, tunnels } = this.#sources
    const told = [signInProblems, networkProblems].flatMap((list) => list?.current() ?? [])
    const problems = [...startProblems, ...tunnels.problems(), ...told]
    const notices = problems.map((problem) => ({ id: noticeId(problem), problem }))
    const present = new Set(notices.map((notice) => notice.id))
    this.#dismissed = new Set([...this.#dismissed].filter((id) => present.has(id)))
    return notices.filter((notice, index) => !this.#dismissed.has(notice.id) && isFirst(notices, index))
  }

  /** The last change of a thing within a microtask stands for all of them. */
  #note(key: string, change: SnapshotChange): void {
    this.#pending.delete(key)
    this.#pending.set(key, change)
    if (this.#isFlushPlanned) return
    this.#isFlushPlanned = true
    queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    this.#isFlushPlanned = false
    const changes = [...this.#pending.values()]
    this.#pending.clear()
    for (const change of changes) this.#apply(change)
  }

  #apply(noted: SnapshotChange): void {
    const change = soundChange(noted, this.#sources.log)
    if (change === null) return
    const next = applyChange(this.#current, change)
    if (isDeepStrictEqual(next, this.#current)) return
    const revision = this.#current.revision + 1
    this.#current = { ...next, revision }
    this.#listeners.tell({ revision, change })
  }
}

function noticeId(problem: Problem): string {
  switch (problem.code) {
    case 'CATALOG_CORRUPT':
      return `${problem.code} ${problem.details.keptAs ?? problem.details.file}`
    case 'CATALOG_NEWER':
    case 'CATALOG_NOT_WRITTEN':
      return `${problem.code} ${problem.details.file}`
    case 'TOKEN_NOT_WRITTEN':
    case 'TOKEN_NOT_REMOVED':
      return `${problem.code} ${problem.details.session}`
    case 'CLIENT_REFUSED': {
      const { tunnelId, client } = problem.details
      return [problem.code, tunnelId, client.reason === 'web' ? client.origin : undefined].join(' ')
    }
    default:
      return problem.code
  }
}

function isFirst(notices: readonly Notice[], index: number): boolean {
  return notices.findIndex((notice) => notice.id === notices[index]?.id) === index
}
