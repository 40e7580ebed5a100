import { randomBytes } from 'node:crypto'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { ShellSession } from '../engine/engine.ts'
import { farTrouble } from './far-trouble.ts'
import { SessionOver } from './file-side.ts'
import { ShellFrames, type ShellFrame } from './shell-frames.ts'
import { farProgram, openingLine } from './shell-script.ts'

/** For a shell to greet, and to become ours. */
const openingMs = 20_000
/** What is typed at once; more waits for the engine to take it. */
const pieceBytes = 16_384

interface Asked {
  readonly number: string
  readonly path: string
  resolve(output: Buffer): void
  reject(error: Error): void
}

/** Requests and answers over a shell's terminal. Answers come in the order of the requests. */
export class ShellChannel {
  readonly #session: ShellSession
  readonly #frames: ShellFrames
  readonly #asked = new Map<string, Asked>()
  #isOver = false
  #numbers = 0
  /** Nothing is typed while a body is: what follows it would be taken for its end. */
  #typing: Promise<unknown> = Promise.resolve()

  private constructor(session: ShellSession, mark: string) {
    this.#session = session
    this.#frames = new ShellFrames(mark)
  }

  /** Null when the shell does not become ours within the time. */
  static async open(session: ShellSession, clock: Clock): Promise<ShellChannel | null> {
    const mark = randomBytes(12).toString('hex')
    const ready = [randomBytes(6).toString('hex'), randomBytes(6).toString('hex')] as const
    const program = Buffer.from(farProgram(mark))
    const channel = new ShellChannel(session, mark)
    const greeted = readUntil(session, ready.join(''))
    await channel.#type(Buffer.from(openingLine(ready, program.length)))
    if ((await within(clock, openingMs, greeted)) !== true) return null
    void channel.#listen()
    await channel.#type(program)
    return channel
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Has one thing done. `body` follows the line; nobody else asks meanwhile. */
  async ask(verb: string, path: string, argument = '-', body: Buffer | null = null): Promise<Buffer> {
    const number = String((this.#numbers += 1))
    const line = `${verb} ${number} ${Buffer.from(path).toString('base64')} ${argument}\n`
    const before = this.#typing
    const answer = before.then(async () => {
      if (this.#isOver) throw new SessionOver()
      const answered = new Promise<Buffer>((resolve, reject) =>
        this.#asked.set(number, { number, path, resolve, reject }),
      )
      // It may come to nothing while the request is typed still.
      answered.catch(() => undefined)
      await this.#type(Buffer.from(line))
      if (body !== null) await this.#type(body)
      return { answered }
    })
    // A body is waited for with its answer, a line is not: the next one may lie in the terminal already.
    this.#typing = answer.then(({ answered }) => (body === null ? undefined : answered)).catch(() => undefined)
    return await (
      await answer
    ).answered
  }

  async #type(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await new Promise<void>((taken) => void this.#session.write(bytes.subarray(at, at + pieceBytes), taken))
      if (this.#isOver) throw new SessionOver()
    }
  }

  async #listen(): Promise<void> {
    try {
      for await (const bytes of this.#session.output) {
        const frames = this.#frames.take(bytes as Uint8Array)
        if (frames === null) break
        for (const frame of frames) this.#settle(frame)
      }
    } catch {
      // Whoever stops a session may leave without an end.
    }
    this.#isOver = true
    for (const { reject } of this.#asked.values()) reject(new SessionOver())
    this.#asked.clear()
  }

  #settle({ number, output, complaint }: ShellFrame): void {
    const asked = this.#asked.get(number)
    this.#asked.delete(number)
    if (complaint === null) asked?.resolve(output)
    else asked?.reject(farTrouble(complaint, asked.path))
  }
}

/** False when the output ends before. What follows in the same piece stays to be read. */
async function readUntil({ output }: ShellSession, text: string): Promise<boolean> {
  let seen = ''
  return await new Promise((resolve) => {
    const done = (found: boolean): void => {
      output.off('readable', look)
      for (const event of ['end', 'close', 'error'] as const) output.off(event, over)
      resolve(found)
    }
    const over = (): void => done(false)
    const look = (): void => {
      for (let bytes: unknown = output.read(); bytes instanceof Uint8Array; bytes = output.read()) {
        seen = (seen + Buffer.from(bytes).toString('latin1')).slice(-4_096)
        if (seen.includes(text)) return done(true)
      }
    }
    output.on('readable', look)
    for (const event of ['end', 'close', 'error'] as const) output.once(event, over)
    look()
  })
}
