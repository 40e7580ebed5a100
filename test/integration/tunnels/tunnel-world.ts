import { unremembered } from '#test/support/unremembered.ts'
import { randomUUID } from 'node:crypto'
import type { RelayFact, RelayOrder } from '#contract/relay.ts'
import { settings } from '#contract/snapshot.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { RelayLink } from '#core/app/ports.ts'
import type { SessionMemory } from '#core/app/sessions/session-memory.ts'
import { createSessionWalls } from '#core/app/sessions/session-walls.ts'
import { createSessions, type Sessions } from '#core/app/sessions/sessions.ts'
import { createTunnelSupervisor, type TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { createPortProbe } from '#core/store/port-probe/port-probe.ts'
import { runProgram } from '#core/system/run-program.ts'
import { createBuiltinEngine } from '#relay/engine/builtin/index.ts'
import type { Engines } from '#relay/engine/engine.ts'
import { forwardOnly } from '#test/support/straight-engine.ts'
import { ruleViolations } from '#test/support/one-rule.ts'
import { ToldLink } from '#test/support/told-link.ts'
import { createRelay, type Relay } from '#relay/relay.ts'
import type { StreamPort } from '#relay/stream-port.ts'
import type { Sandbox } from '#sandbox/start.ts'
import { draftOf, type TunnelFields } from '#test/support/tunnel-fields.ts'
import { freePort } from '#test/support/tcp.ts'
import { clientMessageOf } from '#words/client-message/client-message.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { openIdentity, silentLog, type TestIdentity } from '../identity/identity-setup.ts'
import { wallClock } from '#test/support/wall-clock.ts'

/** A real relay in this process, which can be killed and started again. */
export class RelayHere extends ToldLink implements RelayLink {
  /** All that it told, by whichever relay. */
  readonly told: RelayFact[] = []
  readonly #engines: Engines
  #relay: Relay | null = null

  constructor(engines: Engines) {
    super()
    this.#engines = engines
  }

  order(order: RelayOrder): void {
    this.#relay?.order(order)
  }

  /** Has a shell shown on a page. */
  attachTerminal(sessionId: string, port: StreamPort): void {
    this.#relay?.order({ type: 'attach-shell', sessionId }, port)
  }

  /** Resolves with the first fact of a type that fits, from now on. */
  toldOf<T extends RelayFact['type']>(
    type: T,
    fits: (fact: Extract<RelayFact, { type: T }>) => boolean = () => true,
  ): Promise<Extract<RelayFact, { type: T }>> {
    const isOfType = (fact: RelayFact): fact is Extract<RelayFact, { type: T }> => fact.type === type
    return new Promise((resolve) => {
      const stop = this.onFact((fact) => {
        if (!isOfType(fact) || !fits(fact)) return
        stop()
        resolve(fact)
      })
    })
  }

  start(): void {
    // A relay that crashed says no more, not even of what it stops.
    const send = (fact: RelayFact): void => {
      if (this.#relay !== relay) return
      this.told.push(fact)
      this.facts.tell(fact)
    }
    const relay = createRelay({ send, engines: this.#engines })
    this.#relay = relay
    this.starts.tell()
  }

  /** As a crash looks from main: the relay says no more, its sockets are gone. */
  async crash(): Promise<void> {
    const relay = this.#relay
    this.#relay = null
    await relay?.dispose(0)
    this.stops.tell(true)
  }

  async dispose(): Promise<void> {
    await this.#relay?.dispose(1_000)
    const broken = ruleViolations(this.told)
    if (broken.length > 0) throw new Error(`The relay broke the one rule:\n${broken.join('\n')}`)
  }
}

/** A relay that a world can be made with, here or in a process of its own. */
export interface WorldRelay extends RelayLink {
  /** Called once the tunnels listen to it. */
  start?(): void
  dispose(): Promise<void>
}

/** Identity, supervisor and relay, all real, over a sandbox. */
export interface TunnelWorld<R extends WorldRelay = RelayHere> {
  readonly identity: TestIdentity
  readonly sessions: Sessions
  readonly supervisor: TunnelSupervisor
  readonly relay: R
  /** Saves a tunnel on a free port and opens it; resolves once the port listens. */
  armTunnel(fields?: Partial<TunnelFields>): Promise<{ readonly id: string; readonly port: number }>
  /** Resolves with the first view of a tunnel, now or to come, that fits. */
  seen(id: string, fits: (view: TunnelView) => boolean): Promise<TunnelView>
  /** As the program ends. */
  end(deadlineMs: number): Promise<void>
  dispose(): Promise<void>
}

const builtinOnly: Engines = forwardOnly(createBuiltinEngine())

/** Opens the world in a sandbox's environment, with a relay in this process. */
export function openTunnelWorld(
  sandbox: Sandbox,
  engines: Engines = builtinOnly,
  clock: Clock = wallClock,
): Promise<TunnelWorld> {
  return openTunnelWorldOver(sandbox, new RelayHere(engines), undefined, clock)
}

/** As {@link openTunnelWorld}, with this relay, which the world disposes of. */
export async function openTunnelWorldOver<R extends WorldRelay>(
  sandbox: Pick<Sandbox, 'environment'>,
  relay: R,
  memory: SessionMemory = unremembered,
  clock: Clock = wallClock,
): Promise<TunnelWorld<R>> {
  const identity = await openIdentity(sandbox.environment, clock)
  const { signIns, credentials } = identity
  const current = settings.parse({ engine: 'builtin' })
  const common = { relay, signIns, clock, log: silentLog }
  const { access, callerOf, dataKeys, sessions: service } = identity
  const sessions = createSessions({ ...common, credentials, callerOf, sessions: service, access, dataKeys, memory })
  const { preferences } = identity
  const supervisor = createTunnelSupervisor({
    ...common,
    sessions,
    walls: createSessionWalls({ credentials, preferences, clock }),
    catalog: {
      load: async () => ({ environments: defaultEnvironments, tunnels: [], problems: [] }),
      save: async () => ({ ok: true, value: undefined }),
    },
    ports: createPortProbe(runProgram),
    settings: { current: () => current, onChange: () => () => {} },
    clientMessage: clientMessageOf,
    newId: randomUUID,
    chance: Math.random,
  })
  await supervisor.load()
  relay.start?.()

  const seen = (id: string, fits: (view: TunnelView) => boolean): Promise<TunnelView> =>
    new Promise((resolve) => {
      const look = (view: TunnelView): void => {
        if (view.id !== id || !fits(view)) return
        stop()
        resolve(view)
      }
      const stop = supervisor.onChange(look)
      supervisor.views().forEach(look)
    })

  const end = (deadlineMs: number): Promise<void> => sessions.end(deadlineMs, supervisor.dispose(deadlineMs))

  return {
    identity,
    sessions,
    supervisor,
    relay,
    seen,
    end,
    async armTunnel(fields = {}) {
      const port = fields.localPort ?? (await freePort())
      const created = await supervisor.create(draftOf({ ...echoFields, ...fields, localPort: port }))
      if (!created.ok) throw new Error(created.error.code)
      const { id } = created.value
      await supervisor.arm(id)
      await seen(id, ({ status }) => status.kind !== 'unknown' && status.kind !== 'stopped')
      return { id, port }
    },
    async dispose() {
      await end(5_000)
      await relay.dispose()
      await identity.signIns.signOut('harborline')
      await identity.dispose()
    },
  }
}

/** A tunnel to the sandbox's echo service through the production bastion. */
export const echoFields = {
  name: 'echo',
  environment: 'production',
  kind: 'tcp',
  profile: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'DatabaseTunnel' },
  region: 'ap-northeast-1',
  target: { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] },
  endpoint: { host: 'echo.harborline.internal', port: 7 },
} as const satisfies Partial<TunnelFields>
