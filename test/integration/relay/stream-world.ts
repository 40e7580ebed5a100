import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SessionGrant, SessionPurpose } from '#contract/relay.ts'
import { monotonicClock } from '#relay/clock.ts'
import type { Engine, EngineHost, ShellSession, ShellWishes, StdioSession } from '#relay/engine/engine.ts'
import { builtinEngine } from '#relay/engine/builtin-engine.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { region, type SessionWishes, SessionWorld, targetId } from '#test/conformance/session-world.ts'
import type { LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { direct } from '#test/support/direct-route.ts'

/** What a session printed so far, and a way to wait for more. */
export interface Printed {
  bytes(): Buffer
  text(): string
  /** Resolves with the match; rejects with all that was printed when it does not come. */
  until(pattern: RegExp): Promise<RegExpExecArray>
}

/** Collects what a stream gives. */
export function reading(stream: NodeJS.ReadableStream): Printed {
  const chunks: Buffer[] = []
  const checks = new Set<() => void>()
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    for (const check of checks) check()
  })
  const bytes = (): Buffer => Buffer.concat(chunks)
  const text = (): string => bytes().toString('utf8')
  const until = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${String(pattern)} did not come: ${text()}`)), 15_000)
      const check = (): void => {
        const match = pattern.exec(text())
        if (match === null) return
        clearTimeout(timer)
        checks.delete(check)
        resolve(match)
      }
      checks.add(check)
      check()
    })
  return { bytes, text, until }
}

/** One of the engines with a gateway to talk to; everything it started is stopped at the end. */
export class StreamWorld {
  readonly world: SessionWorld
  readonly children = new ChildKeeper(monotonicClock, null)
  /** What the service said at the end of sessions. */
  readonly words: string[] = []
  readonly terminated: string[] = []
  readonly #engine: Engine
  readonly #plugin: LocatedPlugin | null
  readonly #sessions: { stop(deadlineMs: number): Promise<void> }[] = []

  private constructor(world: SessionWorld, name: 'builtin' | 'plugin', plugin: LocatedPlugin | null) {
    this.world = world
    this.#plugin = plugin
    const environment = { PATH: process.env['PATH'] ?? '' }
    this.#engine =
      name === 'builtin'
        ? builtinEngine({ resumeDelayMs: { first: 10, longest: 100 } })
        : createPluginEngine({ children: this.children, clock: monotonicClock, environment })
  }

  static async start(name: 'builtin' | 'plugin', plugin: LocatedPlugin | null): Promise<StreamWorld> {
    return new StreamWorld(await SessionWorld.start(), name, plugin)
  }

  grant(wishes: SessionWishes, purpose: SessionPurpose = { for: 'shell', program: 'shell' }): SessionGrant {
    const { sessionId, ...pass } = this.world.start(wishes)
    return {
      sessionId,
      targetId,
      region,
      purpose,
      pass: { ...pass, upgradeHeaders: {}, network: direct },
      engine:
        this.#plugin === null
          ? { name: 'builtin' }
          : { name: 'plugin', ...this.#plugin, ssmEndpoint: this.world.ssmEndpoint },
    }
  }

  tryShell(grant: SessionGrant, wishes?: ShellWishes): Promise<Result<ShellSession>> {
    return this.#engine.shell(grant, this.#hostOf(grant.sessionId), new AbortController().signal, wishes)
  }

  tryStdio(grant: SessionGrant): Promise<Result<StdioSession>> {
    return this.#engine.stdio(grant, this.#hostOf(grant.sessionId), new AbortController().signal)
  }

  async shell(wishes: SessionWishes, shellWishes?: ShellWishes): Promise<ShellSession> {
    return this.#kept(await this.tryShell(this.grant(wishes), shellWishes))
  }

  async stdio(): Promise<StdioSession> {
    return this.#kept(await this.tryStdio(this.grant({ properties: { portNumber: '22' } }, { for: 'stdio' })))
  }

  async close(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.stop(3_000)))
    await this.children.dispose(0)
    await this.world.close()
  }

  #kept<S extends { stop(deadlineMs: number): Promise<void> }>(started: Result<S>): S {
    if (!started.ok) throw new Error(JSON.stringify(started.error))
    this.#sessions.push(started.value)
    return started.value
  }

  #hostOf(sessionId: string): EngineHost {
    const { world } = this
    return {
      renewPass: () => {
        const opened = world.gateway.resume(sessionId)
        return Promise.resolve(opened === null ? null : { ...opened, upgradeHeaders: {}, network: direct })
      },
      credentials: () =>
        Promise.resolve({ accessKeyId: 'AKIDFRESH', secretAccessKey: 'secret', sessionToken: 'token' }),
      endpointFailed: (_problem: Problem) => undefined,
      resumed: () => undefined,
      log: () => undefined,
      serviceClosed: (output) => void this.words.push(output),
      terminate: async () => {
        this.terminated.push(sessionId)
        world.gateway.terminate(sessionId)
      },
    }
  }
}
