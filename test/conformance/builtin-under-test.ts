import { monotonicClock } from '#relay/clock.ts'
import { createBuiltinEngine } from '#relay/engine/builtin/index.ts'
import type { EngineHost, EngineSession } from '#relay/engine/engine.ts'
import { spliceUnwatched } from '#relay/front-door/splice.ts'
import { serve, type TestServer } from '#test/support/tcp.ts'
import type { Carrier, EngineUnderTest, TerminalCarrier } from './carrier.ts'
import { region, type SessionWorld, targetId } from './session-world.ts'
import { openBuiltinTerminal } from './terminal-builtin.ts'
import { direct } from '#test/support/direct-route.ts'

/** The engine in this process, behind a listener as the relay has one. */
export function builtinUnderTest(): EngineUnderTest {
  const opened: { readonly session: EngineSession; readonly door: TestServer }[] = []
  const terminals: TerminalCarrier[] = []
  const start = createBuiltinEngine({ resumeDelayMs: { first: 10, longest: 100 } })
  return {
    name: 'builtin',
    program: null,
    async open(world, wishes) {
      const { sessionId, ...pass } = world.start(wishes)
      const told = { refusals: 0, words: '' }
      const started = await start(
        {
          sessionId,
          targetId,
          region,
          purpose: { for: 'forward', endpoint: { host: 'db.internal', port: 5432 } },
          pass: { ...pass, upgradeHeaders: {}, network: direct },
          engine: { name: 'builtin' },
        },
        hostOf(world, sessionId, told),
        new AbortController().signal,
      )
      if (!started.ok) throw new Error(`${started.error.code}: ${told.words}`)
      const session = started.value
      const door = await serve((client) => {
        void session.openStream().then((upstream) => {
          spliceUnwatched(client, upstream, monotonicClock)
        })
      })
      opened.push({ session, door })
      return carrierOf(session, door, told)
    },
    async openTerminal(place, session, wishes) {
      const terminal = await openBuiltinTerminal(place, session, wishes)
      terminals.push(terminal)
      return terminal
    },
    async dispose() {
      for (const terminal of terminals) await terminal.stop()
      for (const { session, door } of opened) {
        await session.stop(2_000)
        await door.close()
      }
    },
  }
}

interface Told {
  refusals: number
  words: string
}

function hostOf(world: SessionWorld, sessionId: string, told: Told): EngineHost {
  return {
    renewPass: () => {
      const answer = world.answerTo('ResumeSession', sessionId) as { TokenValue?: string; StreamUrl?: string }
      const { TokenValue: tokenValue, StreamUrl: streamUrl } = answer
      return Promise.resolve(
        tokenValue && streamUrl ? { tokenValue, streamUrl, upgradeHeaders: {}, network: direct } : null,
      )
    },
    credentials: () => Promise.resolve(null),
    endpointFailed: () => void (told.refusals += 1),
    resumed: () => undefined,
    log: () => undefined,
    serviceClosed: (output) => void (told.words = output),
  }
}

function carrierOf(session: EngineSession, door: TestServer, told: Told): Carrier {
  return {
    sessionId: session.sessionId,
    port: door.port,
    refusals: () => told.refusals,
    ended: session.ended.then(({ code }) => `${code}: ${told.words}`),
    async stop() {
      await session.stop(2_000)
      await door.close()
    },
  }
}
