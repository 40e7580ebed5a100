import type { Duplex } from 'node:stream'
import { ok } from '#domain/result.ts'
import { problem, type Problem } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import { type AnySession, createBuiltinSession } from '#relay/engine/builtin/index.ts'
import { headerBytes } from '#relay/engine/builtin/message.ts'
import type { EngineHost } from '#relay/engine/engine.ts'
import { buildFrame, type MessageType } from '#sandbox/gateway/agent/frame.ts'
import { anyPass, FakeService } from '#test/support/fake-channel.ts'
import { type FuzzTarget, promise } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { anyConversation, conversationSamples, dataKey, happenings, parseSteps, type Step } from './conversation.ts'

/** So many turns of the event loop are enough for whatever is to happen by itself. */
const mostTurns = 200
const mostSteps = 300
const mostStreams = 12
const receiveLimit = { streamBytes: 20_000, sessionBytes: 40_000 }

const grant: SessionGrant = {
  sessionId: 's-1',
  targetId: 'i-0123456789abcdef0',
  region: 'eu-west-1',
  purpose: { for: 'forward', endpoint: { host: 'db.internal', port: 5432 } },
  pass: anyPass,
  engine: { name: 'builtin' },
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const controls: Readonly<Record<'acknowledge' | 'pause' | 'start' | 'closed', MessageType>> = {
  acknowledge: 'acknowledge',
  pause: 'pause_publication',
  start: 'start_publication',
  closed: 'channel_closed',
}

/** What a client may do with its stream at any time. */
function act(stream: Duplex, random: Random): void {
  const choice = random.below(6)
  if (choice === 0) stream.resume()
  else if (choice === 1) stream.pause()
  else if (choice === 2) stream.destroy()
  else if (choice === 3 && !stream.writableEnded) stream.write(Buffer.alloc(random.size(40_000)))
  else if (choice === 4) stream.end()
  else stream.read()
}

/** One session and the hostile service at its far end. */
class Conversation {
  readonly #service = new FakeService()
  readonly #random: Random
  readonly #over = new AbortController()
  readonly #streams: Duplex[] = []
  readonly #problems: Problem[] = []
  #next = 0
  #streamMessages = 0
  #last: Buffer = Buffer.alloc(0)
  #any: AnySession | null = null
  #settled = false
  #errors = 0

  constructor(random: Random) {
    this.#random = random
    const settings = {
      receiveLimit,
      stalledReaderMs: 60_000,
      resumeDelayMs: { first: 1, longest: 1 },
      halfCloseGraceMs: 1,
    }
    const start = createBuiltinSession(settings, this.#service.connect)
    void start(grant, this.#host(), this.#over.signal).then((started) => {
      this.#settled = true
      if (started.ok) this.#any = started.value
      else this.#problems.push(started.error)
    })
  }

  step({ happening, payloadType, payload }: Step): void {
    switch (happening) {
      case 'in-order':
      case 'out-of-order':
        return this.#stream(happening === 'in-order' ? this.#next : this.#elsewhere(), payloadType, payload)
      case 'again':
        return this.#repeat()
      case 'raw':
        this.#last = payload
        return this.#repeat()
      case 'drop':
        return this.#service.socket.drop(this.#random.pick([1_000, 1_006, 4_000]))
      case 'client':
        return this.#meddle()
      case 'acknowledge-all':
        return this.#acknowledgeAll()
      default:
        return this.#say(controls[happening], payload)
    }
  }

  async finish(): Promise<void> {
    this.#over.abort()
    for (let turns = 0; !this.#settled && turns < mostTurns; turns += 1) await turn()
    promise(this.#settled, 'a start settles once it is given up')
    this.#checkAnswers()
    if (this.#any === null) return
    void this.#any.session.ended.then((ended) => this.#problems.push(ended))
    let stopped = false
    void this.#any.session.stop(0).then(() => (stopped = true))
    for (const stream of this.#streams) stream.resume()
    const isOver = (): boolean => stopped && this.#streams.every(({ destroyed }) => destroyed)
    for (let turns = 0; !isOver() && turns < mostTurns; turns += 1) await new Promise((wait) => setTimeout(wait, 1))
    promise(stopped, 'a session stops')
    promise(isOver(), 'and its streams end with it')
    promise(this.#errors === 0, 'no stream fails because of what the far end says')
    promise(
      this.#problems.every((each) => problem.safeParse(each).success),
      'every problem is one of ours',
    )
  }

  /** Acknowledgements answer stream messages only, and no socket gets a frame that is none. */
  #checkAnswers(): void {
    const frames = this.#service.sockets.flatMap((socket) => socket.frames)
    promise(
      frames.every((frame) => frame.length >= headerBytes),
      'what is sent has a header',
    )
    const answers = frames.filter((frame) => frame.toString('latin1', 4, 15) === 'acknowledge')
    const most = this.#streamMessages * this.#service.sockets.length
    promise(answers.length <= most, 'only stream messages are acknowledged, once on each connection')
  }

  #elsewhere(): number {
    return Math.max(0, this.#next + this.#random.pick([-1, 1, 2, 5, 20_000, 2 ** 40, -this.#next]))
  }

  #stream(sequence: number, payloadType: number, payload: Buffer): void {
    if (sequence === this.#next && this.#service.socket.open) this.#next += 1
    this.#last = buildFrame({ type: 'output_stream_data', sequence, flags: 0, payloadType }, payload)
    this.#say(null, payload)
  }

  #say(type: MessageType | null, payload: Buffer): void {
    if (type !== null) this.#last = buildFrame({ type, sequence: 0, flags: 0, payloadType: 0 }, payload)
    this.#repeat()
  }

  /** Everything that is heard as a stream message may be acknowledged. */
  #repeat(): void {
    if (this.#last.toString('latin1', 4, 36).trim() === 'output_stream_data') this.#streamMessages += 1
    this.#service.socket.say(Buffer.from(this.#last))
  }

  #acknowledgeAll(): void {
    for (const { frames } of this.#service.sockets) {
      for (const frame of frames) {
        const body = { AcknowledgedMessageSequenceNumber: Number(frame.readBigInt64BE(48)) }
        this.#say('acknowledge', Buffer.from(JSON.stringify(body)))
      }
    }
  }

  #meddle(): void {
    const any = this.#any
    if (any === null) return
    if (any.kind === 'shell') {
      any.session.resize(this.#random.below(300), 40)
      any.session.write(Buffer.from('ls\r'))
      if (!this.#streams.length) any.session.output.resume()
      return
    }
    if (any.kind === 'stdio') this.#use(any.session.stream)
    else if (this.#streams.length < mostStreams && this.#random.chance(50)) {
      void any.session.openStream().then((stream) => this.#use(stream))
    } else if (this.#streams.length > 0) act(this.#random.pick(this.#streams), this.#random)
  }

  #use(stream: Duplex): void {
    if (!this.#streams.includes(stream)) {
      stream.on('error', () => (this.#errors += 1))
      this.#streams.push(stream)
    }
    act(stream, this.#random)
  }

  #host(): EngineHost {
    return {
      renewPass: () => Promise.resolve(this.#random.chance(95) ? anyPass : null),
      credentials: () => Promise.resolve(null),
      generateDataKey: () => Promise.resolve(ok({ plaintext: dataKey, ciphertext: Buffer.from('sealed') })),
      endpointFailed: (failed) => void this.#problems.push(failed),
      resumed: () => undefined,
      log: () => undefined,
    }
  }
}

/** Timers that keep the program from ending. */
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

async function check(input: Buffer, random: Random): Promise<void> {
  const before = timers()
  const conversation = new Conversation(random)
  for (const step of parseSteps(input, mostSteps)) {
    conversation.step(step)
    if (random.chance(20)) await turn()
  }
  await turn()
  await conversation.finish()
  await turn()
  promise(timers() <= before, 'no timer is left')
}

/** Whole sessions of every kind over a service that says anything at any time, while clients come and go. */
export const session: FuzzTarget = {
  name: 'session',
  cost: 5,
  samples: conversationSamples,
  tokens: happenings.map((_, index) => String.fromCodePoint(index, 1, 0, 0)),
  generate: anyConversation,
  check,
}
