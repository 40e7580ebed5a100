import type { RelayFact, SessionGrant } from '#contract/relay.ts'
import type { LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { monotonicClock } from '#relay/clock.ts'
import { createEngines } from '#relay/engine/engines.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { createRelay, type Relay } from '#relay/relay.ts'
import { region, type SessionWishes, SessionWorld, targetId } from '#test/conformance/session-world.ts'
import { direct } from '#test/support/direct-route.ts'
import { FactRecorder } from '#test/support/fact-recorder.ts'
import { openShellPage, type ShellPage } from '#test/support/shell-page.ts'

/** A relay with both engines in this process, a gateway with agents, and main's answers. */
export class HostedShellWorld {
  readonly facts = new FactRecorder()
  readonly #world: SessionWorld
  readonly #children = new ChildKeeper(monotonicClock, null)
  readonly #plugin: LocatedPlugin | null
  readonly #relay: Relay

  private constructor(world: SessionWorld, plugin: LocatedPlugin | null) {
    this.#world = world
    this.#plugin = plugin
    const engines = createEngines(this.#children, monotonicClock, null)
    this.#relay = createRelay({ engines, send: (fact) => this.#hear(fact) })
  }

  /** Without a plugin sessions are carried by the builtin engine. */
  static async start(plugin: LocatedPlugin | null): Promise<HostedShellWorld> {
    return new HostedShellWorld(await SessionWorld.start(), plugin)
  }

  get gateway(): SessionWorld['gateway'] {
    return this.#world.gateway
  }

  get programs(): number {
    return this.#children.count
  }

  /** Starts a shell, or a command; resolves with its session once it is ready. */
  async shell(
    wishes: SessionWishes = {},
    purpose: Extract<SessionGrant['purpose'], { for: 'shell' }> = { for: 'shell', program: 'shell' },
  ): Promise<string> {
    const { sessionId, ...pass } = this.#world.start({ sessionType: 'Standard_Stream', ...wishes })
    const engine: SessionGrant['engine'] =
      this.#plugin === null
        ? { name: 'builtin' }
        : { name: 'plugin', ...this.#plugin, ssmEndpoint: this.#world.ssmEndpoint }
    const grant = { sessionId, targetId, region, purpose, engine }
    this.#relay.order({
      type: 'start-session',
      grant: { ...grant, pass: { ...pass, upgradeHeaders: {}, network: direct } },
    })
    await this.facts.waitFor('session-ready', { match: (fact) => fact.sessionId === sessionId })
    return sessionId
  }

  /** Shows a session on a page. */
  show(sessionId: string, drawing?: 'at-once' | 'when-told'): ShellPage {
    const { page, port } = openShellPage(drawing)
    this.#relay.order({ type: 'attach-shell', sessionId }, port)
    return page
  }

  drop(sessionId: string): void {
    this.#relay.order({ type: 'drop-shell', sessionId })
  }

  stop(sessionId: string): void {
    this.#relay.order({ type: 'stop-session', sessionId, deadlineMs: 3_000 })
  }

  async close(): Promise<void> {
    await this.#relay.dispose(3_000)
    await this.#children.dispose(0)
    await this.#world.close()
  }

  /** As main answers: a pass while the session lives, credentials, and the end of a session at the service. */
  #hear(fact: RelayFact): void {
    this.facts.add(fact)
    const { gateway } = this.#world
    switch (fact.type) {
      case 'pass-needed': {
        const opened = gateway.resume(fact.sessionId)
        const pass = opened && { ...opened, upgradeHeaders: {}, network: direct }
        return this.#relay.order({ type: 'renew-pass', sessionId: fact.sessionId, pass })
      }
      case 'credentials-needed': {
        const credentials = { accessKeyId: 'AKIDFRESH', secretAccessKey: 'secret', sessionToken: 'token' }
        return this.#relay.order({ ...fact, type: 'give-credentials', credentials })
      }
      case 'termination-needed':
        gateway.terminate(fact.sessionId)
        return this.#relay.order({ type: 'session-terminated', sessionId: fact.sessionId })
      default:
        return undefined
    }
  }
}
