import { StreamReader } from '#relay/engine/plugin/stream-reader.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { cut } from '../engine/mutate.ts'
import type { Random } from '../engine/random.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import { hostileText } from './hostile.ts'

const id = 'dev-0123456789abcdef0'
const start = `Starting session with SessionId: ${id}\n`
const message = 'This session is encrypted using AWS KMS.\n'
const exiting = `\n\nExiting session with sessionId: ${id}.\n\n`
const timedOut = `Session: ${id} timed out.\n`
const closing = `\n\nSessionId: ${id} : `
const failing = 'Cannot perform start session: '
const exitCode = 'EXIT_CODE: 7'

const endings = [
  exiting,
  timedOut,
  `${closing}the shell\n\nis gone\n\n`,
  `${failing}EOF\n`,
  `${exitCode}${exiting}`,
  `${exitCode}${closing}\n\n`,
]
const bodies = ['', '$ ', 'line\r\n\n', `${message}$ `, `${exiting}$ `, `${failing}no end`, 'SSH-2.0-x\r\n\0\x7f']
const words = [...endings, ...bodies, closing, failing, exitCode, '\n', '\n\n', message, id]
/** Bytes that may be held back, and a beginning that was delivered when nobody could know better. */
const mostHeld = 65_536
/** A moment, after which nothing is held back that is no text of the plugin's. */
const momentMs = 3

/** What was read of an output, and what came out. */
class Reading {
  readonly kind: 'shell' | 'stdio'
  readonly #clock = new ManualClock()
  readonly #reader: StreamReader
  readonly #delivered: Buffer[] = []
  readonly #pushed: Buffer[] = []
  #deliveredBytes = 0

  constructor(kind: 'shell' | 'stdio') {
    this.kind = kind
    const deliver = (bytes: Buffer): void => {
      this.#delivered.push(Buffer.from(bytes))
      this.#deliveredBytes += bytes.length
    }
    this.#reader = new StreamReader({
      sessionId: id,
      kind,
      clock: this.#clock,
      hear: () => undefined,
      deliver,
      // Taken out of the bytes, and told all the same.
      message: (text) => deliver(Buffer.from(`${text}\n`)),
      exitCode: (code) => promise(kind === 'shell' && Number.isInteger(code), 'only a command has an exit code'),
    })
  }

  push(piece: Buffer): void {
    this.#reader.push(piece)
    this.#pushed.push(piece)
  }

  async moment(): Promise<void> {
    this.#clock.pass(momentMs)
    await new Promise((resolve) => setImmediate(resolve))
  }

  finish(): void {
    this.#reader.finish()
    promise(this.#clock.pending === 0, 'no timer is left')
  }

  get deliveredBytes(): number {
    return this.#deliveredBytes
  }

  /** All that was delivered, and all that came after the plugin's first line. */
  texts(): { readonly delivered: string; readonly said: string } {
    const output = Buffer.concat(this.#pushed).toString('latin1')
    const at = output.indexOf(start)
    const said = at < 0 ? '' : output.slice(at + start.length)
    return { delivered: Buffer.concat(this.#delivered).toString('latin1'), said }
  }
}

/** Where an ending of the plugin's begins that reaches to the end of what was said; Infinity when there is none. */
function endingIn(said: string, kind: 'shell' | 'stdio'): number {
  const places = [exiting, timedOut].filter((text) => said.endsWith(text)).map((text) => said.length - text.length)
  const closed = said.indexOf(closing)
  if (closed >= 0) places.push(closed)
  const failed = said.endsWith('\n') ? said.indexOf(failing, said.lastIndexOf('\n', said.length - 2) + 1) : -1
  if (failed >= 0) places.push(failed)
  const at = Math.min(Infinity, ...places)
  if (kind === 'stdio' || at === Infinity) return at
  return /EXIT_CODE: -?\d{1,9}$/.exec(said.slice(Math.max(0, at - 24), at)) === null ? at : at - 24
}

/** What is not delivered is a text of the plugin's own, or the end of one. */
function checkKept(reading: Reading, mayBeCode: boolean): void {
  const { delivered, said } = reading.texts()
  promise(said.startsWith(delivered), 'what is delivered is what was said, in order')
  if (delivered.length === said.length) return
  const held = said.slice(delivered.length)
  const isCode = mayBeCode && reading.kind === 'shell' && held.length <= 24 && /EXIT_CODE: -?\d{1,9}$/.test(said)
  promise(
    isCode || endingIn(said, reading.kind) <= delivered.length,
    'only the plugin’s own text is kept from the user',
  )
}

function checkHeld(reading: Reading, pushed: number): void {
  promise(pushed - reading.deliveredBytes <= mostHeld + start.length, 'what is held back is bounded')
}

/** Words of the service that are nearly as long as is waited for; an input alone can not fill it. */
const nearlyTooMuch = Buffer.from(`${closing}${'y'.repeat(mostHeld - closing.length - 60)}`)

async function check(input: Buffer, random: Random): Promise<void> {
  const reading = new Reading(random.pick(['shell', 'stdio']))
  reading.push(Buffer.from(`\n${start}`))
  const long = random.chance(5) ? [nearlyTooMuch] : []
  let moments = random.chance(40) ? 1 + random.below(4) : 0
  let pushed = 0
  for (const piece of [...long, ...cut(input, random)]) {
    reading.push(piece)
    pushed += piece.length
    checkHeld(reading, pushed)
    if (moments === 0 || !random.chance(20)) continue
    moments -= 1
    await reading.moment()
    checkKept(reading, true)
  }
  reading.finish()
  checkKept(reading, false)
}

/** Before its first line, nothing of what a program says is a session's. */
function checkUnstarted(input: Buffer, random: Random): void {
  const reading = new Reading('shell')
  for (const piece of cut(input, random)) reading.push(piece)
  reading.finish()
  checkKept(reading, false)
}

/** The bytes of a session and the plugin's own words, on one standard output, in pieces of any size. */
export const pluginStream: FuzzTarget = {
  name: 'plugin-stream',
  samples: bodies.flatMap((body) => endings.map((ending) => Buffer.from(body + ending))),
  tokens: words,
  generate: (random) => Buffer.from(hostileText(random, words) + random.pick(['', ...endings])),
  check: (input, random) => (random.chance(10) ? checkUnstarted(input, random) : check(input, random)),
}
