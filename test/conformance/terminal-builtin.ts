import { sampleFailure } from '../support/sample-problems.ts'
import { finished } from 'node:stream/promises'
import type { Duplex, Readable } from 'node:stream'
import { type AnySession, createBuiltinSession, type UnnamedGrant } from '#relay/engine/builtin/index.ts'
import type { EngineHost } from '#relay/engine/engine.ts'
import { createNetwork } from '#command/network.ts'
import { generateDataKey } from '#command/data-key.ts'
import { fail, ok } from '#domain/result.ts'
import type { ScreenSize, TerminalCarrier, TerminalWishes } from './carrier.ts'
import { passAt, type Place } from './place.ts'
import type { StartedSession } from './session-world.ts'
import { signalBytes } from './terminal-program.ts'
import { Transcript } from './transcript.ts'

type StreamOpened = Exclude<AnySession, { kind: 'port' }>

/** Of the engine in process: as small as the limits of a program's buffers, so that a flood reaches them soon. */
const receiveLimit = { streamBytes: 1_048_576, sessionBytes: 4_194_304 }
const sizeWithoutTerminal: ScreenSize = { columns: 300, rows: 100 }

interface Told {
  words: string
}

/** Has the engine in this process carry a session that one types into. Rejects with the problem and the service's words. */
export async function openBuiltinTerminal(
  place: Place,
  session: StartedSession,
  { kind, screen = sizeWithoutTerminal }: TerminalWishes,
): Promise<TerminalCarrier> {
  const start = createBuiltinSession({
    receiveLimit,
    halfCloseGraceMs: 300,
    resumeDelayMs: { first: 10, longest: 100 },
  })
  const grant: UnnamedGrant = {
    sessionId: session.sessionId,
    targetId: place.targetId,
    region: place.region,
    pass: await passAt(place, session),
    engine: { name: 'builtin' },
  }
  const told: Told = { words: '' }
  const started = await start(grant, hostAt(place, session.sessionId, told), new AbortController().signal)
  if (!started.ok) throw new Error(`${started.error.code} ${JSON.stringify(started.error.details)}: ${told.words}`)
  const opened = started.value
  if (opened.kind !== (kind === 'shell' ? 'shell' : 'stdio')) {
    await opened.session.stop(2_000)
    throw new Error(`The session is a ${opened.kind} session`)
  }
  return carrierOf(opened, screen, told)
}

function hostAt(place: Place, sessionId: string, told: Told): EngineHost {
  return {
    async renewPass() {
      const granted = await place.resume(sessionId)
      return granted === null ? null : await passAt(place, granted)
    },
    async generateDataKey(request) {
      const { region, environment, credentials } = place
      if (credentials === null) return sampleFailure('CREDENTIALS_INVALID')
      try {
        const network = createNetwork(environment)
        return ok(await generateDataKey(request, { region, credentials, environment, network }))
      } catch (error) {
        return fail('ACCESS_DENIED', { said: error instanceof Error ? error.message : String(error) })
      }
    },
    credentials: () => Promise.resolve(null),
    endpointFailed: () => undefined,
    resumed: () => undefined,
    log: () => undefined,
    serviceClosed: (output) => void (told.words = output),
  }
}

function carrierOf(opened: StreamOpened, screen: ScreenSize, told: Told): TerminalCarrier {
  const { session } = opened
  const transcript = new Transcript()
  const output: Readable = opened.kind === 'shell' ? opened.session.output : opened.session.stream
  output.on('data', (bytes: Buffer) => transcript.add(bytes))
  const read = finished(output, { writable: false }).catch(() => undefined)
  void read.then(() => transcript.end())
  const ended = Promise.all([session.ended, read]).then(
    ([{ code, details }]) => `${code} ${JSON.stringify(details)}: ${told.words}`,
  )
  const resize = ({ columns, rows }: ScreenSize): void => {
    if (opened.kind === 'shell') opened.session.resize(columns, rows)
  }
  const type = (bytes: string | Uint8Array): void => void writerOf(opened)(Buffer.from(bytes))
  resize(screen)
  return {
    sessionId: session.sessionId,
    received: () => transcript.bytes,
    printed: (pattern) => transcript.printed(pattern),
    bytes: (count) => transcript.first(count),
    told: (message) => opened.agreement.customerMessage === message,
    type,
    press: (key) => type(Uint8Array.of(signalBytes[key])),
    endInput: () => endInput(opened),
    resize,
    stopReading: () => void output.pause(),
    readOn: () => void output.resume(),
    exitCode: () => (opened.kind === 'shell' ? opened.session.exitCode : null),
    ended,
    stop: () => session.stop(2_000),
  }
}

function writerOf(opened: StreamOpened): (bytes: Buffer) => boolean {
  if (opened.kind === 'shell') return (bytes) => opened.session.write(bytes)
  const stream: Duplex = opened.session.stream
  return (bytes) => stream.write(bytes)
}

function endInput(opened: StreamOpened): void {
  if (opened.kind === 'shell') throw new Error('A shell of this engine has no end of input')
  opened.session.stream.end()
}
