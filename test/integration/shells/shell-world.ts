import { unremembered } from '#test/support/unremembered.ts'
import { randomUUID } from 'node:crypto'
import type { ShellRecordings } from '#core/app/recording-ports.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { unrecorded } from '../../support/unrecorded.ts'
import type { ShellRequest, ShellStatus, ShellView } from '#contract/shells.ts'
import { settings } from '#contract/snapshot.ts'
import type { LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { createSessions } from '#core/app/sessions/sessions.ts'
import { identityProblem } from '#domain/profile/identity.ts'
import type { CallerIdentity } from '#contract/tunnel.ts'
import { createShells, type Shells } from '#core/app/shells/shells.ts'
import { monotonicClock } from '#relay/clock.ts'
import { createEngines } from '#relay/engine/engines.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import type { Sandbox } from '#sandbox/start.ts'
import { productionBastion } from '#test/support/production-bastion.ts'
import { openShellPage, type ShellPage } from '#test/support/shell-page.ts'
import { wallClock } from '#test/support/wall-clock.ts'
import { openIdentity, silentLog, type TestIdentity } from '../identity/identity-setup.ts'
import { RelayHere } from '../tunnels/tunnel-world.ts'

const request: ShellRequest = { ...productionBastion, program: { run: 'shell' } }

const size = { columns: 100, rows: 30 }

/** Identity, shells and relay with both engines, all real, over a sandbox. */
export class ShellWorld {
  readonly identity: TestIdentity
  readonly shells: Shells
  readonly relay: RelayHere
  /** Whom a tunnel is for, by its id; a test says so. */
  readonly pinned = new Map<string, CallerIdentity>()
  readonly #end: (deadlineMs: number) => Promise<void>
  readonly #children: ChildKeeper
  readonly #pages: ShellPage[] = []

  private constructor(identity: TestIdentity, plugin: LocatedPlugin | null, recordings: ShellRecordings) {
    this.identity = identity
    identity.plugin = plugin
    this.#children = new ChildKeeper(monotonicClock, null)
    this.relay = new RelayHere(createEngines(this.#children, monotonicClock, null))
    const { signIns, credentials, dataKeys, access, callerOf } = identity
    const common = { relay: this.relay, clock: wallClock }
    const sessions = createSessions({
      ...common,
      sessions: identity.sessions,
      signIns,
      credentials,
      dataKeys,
      access,
      callerOf,
      memory: unremembered,
      log: silentLog,
    })
    const current = settings.parse({ engine: plugin === null ? 'builtin' : 'plugin' })
    this.shells = createShells({
      ...common,
      sessions,
      settings: { current: () => current },
      recordings,
      pins: {
        problemOf: (tunnel, profile, caller) =>
          identityProblem(
            {},
            { profile: profile.type === 'named' ? profile : { type: 'sso' }, identity: this.pinned.get(tunnel) },
            caller,
          ),
      },
      preferences: identity.preferences,
      newId: randomUUID,
    })
    this.#end = (deadlineMs) => sessions.end(deadlineMs, this.shells.dispose(deadlineMs))
    this.relay.start()
  }

  /** Without a plugin everything is carried by the builtin engine. */
  static async open(
    sandbox: Sandbox,
    plugin: LocatedPlugin | null,
    recordings: ShellRecordings = unrecorded,
    clock: Clock = wallClock,
  ): Promise<ShellWorld> {
    return new ShellWorld(await openIdentity(sandbox.environment, clock), plugin, recordings)
  }

  /** Programs that carry sessions. */
  get programs(): number {
    return this.#children.count
  }

  start(part: Partial<ShellRequest> = {}): string {
    const opened = this.shells.open('main', { ...request, ...part }, size)
    if (!opened.ok) throw new Error(opened.error.code)
    return opened.value.id
  }

  /** Opens a shell and shows it. */
  async open(part: Partial<ShellRequest> = {}): Promise<{ readonly id: string; readonly page: ShellPage }> {
    const id = this.start(part)
    await this.is(id, 'open')
    return { id, page: this.show(id) }
  }

  show(id: string): ShellPage {
    const shown = this.shells.shown('main', id)
    if (!shown.ok) throw new Error(shown.error.code)
    const { page, port } = openShellPage()
    this.#pages.push(page)
    this.relay.attachTerminal(shown.value, port)
    return page
  }

  again(id: string): void {
    const asked = this.shells.again('main', id, size, 'production')
    if (!asked.ok) throw new Error(asked.error.code)
  }

  /** Resolves with the shell's state once it is of this kind; rejects when it is over in another way. */
  is<K extends ShellStatus['kind']>(id: string, kind: K): Promise<Extract<ShellStatus, { kind: K }>> {
    return new Promise((resolve, reject) => {
      const look = ({ id: known, status }: ShellView): void => {
        if (known !== id) return
        const isOver = status.kind === 'failed' || status.kind === 'ended'
        if (status.kind !== kind && !isOver) return
        stop()
        if (isOfKind(status, kind)) resolve(status)
        else reject(new Error(`the shell is ${JSON.stringify(status)}`))
      }
      const stop = this.shells.onChange(look)
      this.shells.views().forEach(look)
    })
  }

  /** As the program ends. */
  async close(): Promise<void> {
    await this.#end(6_000)
    this.#pages.forEach((page) => page.close())
    await this.relay.dispose()
    await this.#children.dispose(0)
    await this.identity.dispose()
  }
}

function isOfKind<K extends ShellStatus['kind']>(
  status: ShellStatus,
  kind: K,
): status is Extract<ShellStatus, { kind: K }> {
  return status.kind === kind
}
