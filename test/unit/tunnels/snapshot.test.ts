import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { ShellView } from '#contract/shells.ts'
import type { SignInView } from '#contract/sign-in.ts'
import {
  settings,
  snapshot,
  snapshotUpdate,
  type Settings,
  type SnapshotUpdate,
  type TunnelView,
} from '#contract/snapshot.ts'
import { createSnapshot, type SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import { tellable } from '#core/app/snapshot/sound.ts'
import { sampleShell } from '#test/support/sample-shell.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { Gate, settle } from './fakes.ts'
import { setStage, type Stage } from './stage.ts'

const app = {
  version: '0.1.0',
  platform: 'linux',
  systemLanguage: 'en',
  sandbox: true,
  secretStore: 'none',
  plugin: { state: 'missing' },
  startAtLogin: 'off',
  screenReader: false,
  quitsWhenFinished: false,
} as const
const saved = sampleTunnel({ armed: true })

/** A source that the test speaks for. */
class Source<T> {
  readonly listeners = new Set<(value: T) => void>()
  on = (listener: (value: T) => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  tell(value: T): void {
    for (const listener of this.listeners) listener(value)
  }
}

interface Scene {
  readonly stage: Stage
  readonly projection: SnapshotProjection
  readonly updates: SnapshotUpdate[]
  readonly settingsChanges: Source<Settings>
  readonly signIns: Source<SignInView>
  readonly removals: Source<string>
  readonly shells: Source<ShellView>
  readonly shellRemovals: Source<string>
  /** What was logged as an error: the event and its fields. */
  readonly errors: (readonly [string, unknown])[]
}

async function setScene(startProblems: readonly Problem[] = [], tunnel = saved): Promise<Scene> {
  const stage = await setStage(tunnel)
  const settingsChanges = new Source<Settings>()
  const signIns = new Source<SignInView>()
  const removals = new Source<string>()
  const shells = new Source<ShellView>()
  const shellRemovals = new Source<string>()
  const errors: (readonly [string, unknown])[] = []
  const projection = createSnapshot({
    app,
    settings: { current: () => settings.parse({}), onChange: settingsChanges.on },
    tunnels: stage.supervisor,
    shells: { views: () => [], onChange: shells.on, onRemoved: shellRemovals.on },
    files: { views: () => [], onChange: () => () => {}, onRemoved: () => () => {} },
    signIns: { views: () => [], onChange: signIns.on },
    signInRemovals: { onRemoved: removals.on },
    startProblems,
    log: { error: (event, fields) => void errors.push([event, fields]) },
  })
  const updates: SnapshotUpdate[] = []
  projection.onUpdate((update) => updates.push(update))
  return { stage, projection, updates, settingsChanges, signIns, removals, shells, shellRemovals, errors }
}

function view(updates: readonly SnapshotUpdate[]): TunnelView | null {
  const change = updates.findLast((update) => update.change.type === 'tunnel')?.change
  return change?.type === 'tunnel' ? change.tunnel : null
}

describe('the snapshot', () => {
  it('is what the contract says, at the start and after every update', async () => {
    const { stage, projection, updates } = await setScene()
    expect(snapshot.safeParse(projection.current()).success).toBe(true)
    await stage.supervisor.connect(saved.id)
    await settle()
    expect(updates.every((update) => snapshotUpdate.safeParse(update).success)).toBe(true)
    expect(snapshot.safeParse(projection.current()).success).toBe(true)
    expect(view(updates)?.status.kind).toBe('open')
  })

  it('is told without a second look at its tunnels, and never without a first', async () => {
    const { projection } = await setScene()
    const current = projection.current()
    const [first] = current.tunnels
    expect(tellable(current)).toEqual(current)
    expect(Reflect.get(Object(tellable(current)), 'tunnels')).toBe(current.tunnels)
    expect(() => tellable({ ...current, online: 'perhaps' })).toThrow()
    expect(() => tellable({ ...current, tunnels: [{ ...first, timeline: 'none' }] })).toThrow()
    expect(tellable({ ...current, tunnels: [{ ...first, token: 'x' }], secret: 'y' })).toEqual(current)
  })

  it('shows the marks in names that are not seen, at the start and in updates', async () => {
    const marked = sampleTunnel({ name: 'orders\u202eretirw', armed: true })
    const { stage, projection, updates } = await setScene([], marked)
    expect(projection.current().tunnels[0]?.definition.name).toBe('orders⟨U+202E⟩retirw')
    stage.relay.tell({ type: 'clients-changed', tunnelId: marked.id, open: 1, waiting: 0, peerPorts: [] })
    await settle()
    expect(view(updates)?.definition.name).toBe('orders⟨U+202E⟩retirw')
  })

  it('holds shells in their order, and leaves one out that is none', async () => {
    const { projection, updates, shells, shellRemovals, errors } = await setScene()
    const shell = sampleShell()
    shells.tell({ ...shell, targetName: 'bas\u202etion' })
    await settle()
    expect(projection.current().shells).toMatchObject([{ id: shell.id, targetName: 'bas⟨U+202E⟩tion' }])
    const problem = { code: 'SESSION_DROPPED', details: { afterMs: 'soon' } } as unknown as Problem
    shells.tell({ ...shell, status: { kind: 'failed', at: 1, problem } })
    await settle()
    expect(projection.current().shells).toMatchObject([{ status: { kind: 'failed', problem: { code: 'INTERNAL' } } }])
    shells.tell({ ...sampleShell(), id: 'none' })
    await settle()
    expect(errors.map(([event]) => event)).toEqual(['snapshot.problem-unsound', 'snapshot.shell-unsound'])
    shellRemovals.tell(shell.id)
    await settle()
    expect(projection.current().shells).toEqual([])
    expect(updates.map(({ change }) => change.type)).toEqual(['shell', 'shell', 'shell-removed'])
  })

  it('numbers updates without a gap, and is the sum of them', async () => {
    const { stage, projection, updates } = await setScene()
    for (const open of [1, 2, 3, 0]) {
      stage.relay.tell({ type: 'clients-changed', tunnelId: saved.id, open, waiting: 0, peerPorts: [] })
      await settle()
    }
    stage.supervisor.setOnline(false)
    await settle()
    expect(updates.map((update) => update.revision)).toEqual([1, 2, 3, 4, 5])
    expect(projection.current()).toMatchObject({ revision: 5, online: false })
  })

  it('tells many changes of one tunnel within a microtask as one, and none when nothing changed', async () => {
    const { stage, updates } = await setScene()
    for (const open of [1, 2, 3])
      stage.relay.tell({ type: 'clients-changed', tunnelId: saved.id, open, waiting: 0, peerPorts: [] })
    await settle()
    expect(updates).toHaveLength(1)
    stage.relay.tell({ type: 'clients-changed', tunnelId: saved.id, open: 3, waiting: 0, peerPorts: [] })
    stage.supervisor.setOnline(true)
    await settle()
    expect(updates).toHaveLength(1)
  })

  it('is up to date when asked, even before its updates are told', async () => {
    const { stage, projection, updates } = await setScene()
    stage.relay.tell({ type: 'clients-changed', tunnelId: saved.id, open: 3, waiting: 0, peerPorts: [] })
    expect(projection.current().tunnels[0]?.clients.open).toBe(3)
    await settle()
    expect(updates).toHaveLength(1)
  })

  it('follows settings, sign-ins, facts of the app, and removed tunnels', async () => {
    const { stage, projection, settingsChanges, signIns, removals } = await setScene()
    const session = { name: 'harborline', startUrl: 'https://h.awsapps.com/start', region: 'eu-west-1' }
    settingsChanges.tell({ ...settings.parse({}), theme: 'dark' })
    signIns.tell({ session, status: { kind: 'signed-out' } })
    projection.setApp({ secretStore: 'keychain' })
    projection.setApp({ plugin: { state: 'found', path: '/p', version: '1.2.677.0', fitness: 'old' } })
    expect(projection.current()).toMatchObject({
      settings: { theme: 'dark' },
      signIns: [{ session }],
      app: { secretStore: 'keychain', plugin: { version: '1.2.677.0' } },
    })
    removals.tell('harborline')
    await stage.supervisor.remove(saved.id)
    expect(projection.current()).toMatchObject({ signIns: [], tunnels: [] })
  })

  it('shows problems as notices until they are put away or gone', async () => {
    const corrupt = problemOf('CATALOG_CORRUPT', {
      file: 'settings.json',
      keptAs: 'settings.corrupt-1.json',
      reason: 'not a JSON object',
    })
    const { stage, projection } = await setScene([corrupt])
    expect(projection.current().notices).toMatchObject([{ problem: corrupt }])
    stage.catalog.problem = problemOf('CATALOG_NOT_WRITTEN', { file: 'tunnels.json', reason: 'EACCES' })
    await stage.supervisor.disarm(saved.id)
    expect(projection.current().notices.map((notice) => notice.problem.code)).toEqual([
      'CATALOG_CORRUPT',
      'CATALOG_NOT_WRITTEN',
    ])
    projection.dismissNotice(projection.current().notices[0]?.id ?? '')
    stage.catalog.problem = null
    await stage.supervisor.arm(saved.id)
    expect(projection.current().notices).toEqual([])
  })

  describe('with something of a shape that the contract does not know', () => {
    /** As a bug would make it, behind the compiler's back. */
    const misshapen = (json: string): Problem => JSON.parse(json)
    const broken = misshapen('{ "code": "PORT_TAKEN", "details": { "port": "twenty-two", "owner": "AKIA-secret" } }')
    const session = { name: 'harborline', startUrl: 'https://h.awsapps.com/start', region: 'eu-west-1' }

    it('shows all the rest, and INTERNAL where the problem was', async () => {
      const { projection, signIns, errors, stage } = await setScene([broken])
      expect(projection.current().notices).toMatchObject([{ problem: { code: 'INTERNAL', details: {} } }])
      signIns.tell({ session, status: { kind: 'failed', problem: broken, at: 1 } })
      projection.setApp({ plugin: { state: 'broken', problem: broken } })
      stage.signIns.gate = new Gate()
      stage.relay.tell({ type: 'client-waiting', tunnelId: saved.id })
      stage.signIns.gate.open({ ok: false, error: broken })
      await settle()
      const { tunnels, signIns: views, app: facts } = projection.current()
      expect(tunnels).toMatchObject([{ id: saved.id, status: { kind: 'failed', problem: { code: 'INTERNAL' } } }])
      expect(tunnels[0]?.timeline[0]?.problem?.code).toBe('INTERNAL')
      expect(views).toMatchObject([{ session, status: { problem: { code: 'INTERNAL' } } }])
      expect(facts.plugin).toMatchObject({ state: 'broken', problem: { code: 'INTERNAL' } })
      expect(snapshot.safeParse(projection.current()).success).toBe(true)
      expect(errors[0]).toEqual([
        'snapshot.problem-unsound',
        { code: 'PORT_TAKEN', path: 'details.port', reason: 'invalid_type' },
      ])
      expect(JSON.stringify(errors)).not.toContain('secret')
    })

    it('tells nothing that a problem has too much, and complains about nothing', async () => {
      const spread = misshapen(
        '{ "code": "SIGN_IN_REQUIRED", "details": { "session": "h", "token": "x" }, "stack": "y" }',
      )
      const { projection, errors } = await setScene([spread])
      expect(projection.current().notices.map((notice) => notice.problem)).toEqual([
        { code: 'SIGN_IN_REQUIRED', details: { session: 'h' } },
      ])
      expect(errors).toEqual([])
    })

    it('keeps the last sound view of a tunnel, and logs what is wrong with the next', async () => {
      const { stage, projection, updates, errors } = await setScene()
      const before = projection.current()
      stage.relay.tell({ type: 'clients-changed', tunnelId: saved.id, open: -1, waiting: 0, peerPorts: [] })
      await settle()
      expect(projection.current()).toEqual(before)
      expect(updates).toEqual([])
      expect(errors).toEqual([['snapshot.tunnel-unsound', { tunnelId: saved.id, path: 'clients.open' }]])
    })
  })

  it('listens to nothing after dispose', async () => {
    const { projection, settingsChanges, signIns, removals } = await setScene()
    projection.dispose()
    expect([settingsChanges, signIns, removals].map((source) => source.listeners.size)).toEqual([0, 0, 0])
  })
})
