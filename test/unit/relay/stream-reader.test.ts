import { describe, expect, it } from 'vitest'
import { StreamReader } from '#relay/engine/plugin/stream-reader.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const id = 'ada-0a1b2c3d4e5f60718'
const start = `\nStarting session with SessionId: ${id}\n`
const exiting = `\n\nExiting session with sessionId: ${id}.\n\n`

interface Read {
  readonly bytes: string
  readonly events: readonly string[]
  readonly message: string
  readonly exitCode: number | null
}

interface Reading extends Read {
  push(text: string): void
  /** Lets `ms` pass, and what waits for a turn of its own have it. */
  pass(ms: number): Promise<void>
  finish(): Read
}

function read(kind: 'shell' | 'stdio'): Reading {
  const clock = new ManualClock()
  const state = { bytes: '', events: [] as string[], message: '', exitCode: null as number | null }
  const reader = new StreamReader({
    sessionId: id,
    kind,
    clock,
    hear: (event) => state.events.push(event.type === 'ended-with' ? `${event.type} ${event.text}` : event.type),
    deliver: (bytes) => void (state.bytes += bytes.toString('latin1')),
    message: (text) => void (state.message = text),
    exitCode: (code) => void (state.exitCode = code),
  })
  return {
    get bytes() {
      return state.bytes
    },
    get events() {
      return state.events
    },
    get message() {
      return state.message
    },
    get exitCode() {
      return state.exitCode
    },
    push: (text) => reader.push(Buffer.from(text, 'latin1')),
    async pass(ms) {
      clock.pass(ms)
      await new Promise((resolve) => setImmediate(resolve))
    },
    finish() {
      reader.finish()
      return { ...state }
    },
  }
}

/** Every way to read an output in two pieces, and one byte at a time. */
function* cuts(output: string): Generator<readonly string[]> {
  for (let at = 0; at <= output.length; at += 1) yield [output.slice(0, at), output.slice(at)]
  yield output.split('')
}

describe('the output of a plugin that carries its session’s bytes', () => {
  it.each([
    ['with the service’s silence', 'stdio', `SSH-2.0-x\r\n\xff\x00\n\n`, exiting, 'exiting', null],
    [
      'with the service’s words',
      'stdio',
      `bytes\n`,
      `\n\nSessionId: ${id} : one\n\ntwo\n\n`,
      'ended-with one\n\ntwo',
      null,
    ],
    ['when it can not be resumed', 'shell', '$ ', `Session: ${id} timed out.\n`, 'timed-out', null],
    ['with its input', 'shell', 'a\n$ ', 'Cannot perform start session: EOF\n', 'cannot-start', null],
    ['with an exit code', 'shell', 'out\nerr\n', `EXIT_CODE: 7${exiting}`, 'exiting', 7],
    ['with an exit code and words', 'shell', '', `EXIT_CODE: -1\n\nSessionId: ${id} : x\n\n`, 'ended-with x', -1],
  ] as const)('is told from what it says at the end, %s, however it is cut', (_name, kind, bytes, end, event, code) => {
    for (const pieces of cuts(`${start}${bytes}${end}`)) {
      const reading = read(kind)
      for (const piece of pieces) reading.push(piece)
      const done = reading.finish()
      expect([done.bytes, done.exitCode]).toEqual([bytes, code])
      expect(done.events[0]).toBe('starting')
      expect(done.events.at(-1)).toBe(event)
    }
  })

  it.each([
    `\n\nExiting session with sessionId: another.\n\n`,
    `${exiting}more`,
    `Cannot perform start session: EOF\n$ `,
    'Cannot perform start session: no end of line',
    'EXIT_CODE: 7',
    'EXIT_CODE: 7\n$ ',
    `Session: ${id} timed out.\n.`,
    '\n\n',
  ])('is whole when it only looks like an ending: %j', (bytes) => {
    for (const pieces of cuts(`${start}.${bytes}`)) {
      const reading = read('shell')
      for (const piece of pieces) reading.push(piece)
      expect(reading.finish()).toMatchObject({ bytes: `.${bytes}`, exitCode: null })
    }
  })

  it('is not held back for longer than a moment', async () => {
    const reading = read('stdio')
    reading.push(`${start}line\n`)
    expect(reading.bytes).toBe('line')
    await reading.pass(3)
    expect(reading.bytes).toBe('line\n')
    reading.push('\nExiting session')
    expect(reading.bytes).toBe('line\n')
    await reading.pass(3)
    expect(reading.bytes).toBe('line\n\nExiting session')
    // What was given too early is still known for the beginning of an ending.
    reading.push(` with sessionId: ${id}.\n\n`)
    expect(reading.finish()).toMatchObject({ bytes: 'line\n\nExiting session', events: ['starting', 'exiting'] })
  })

  it('waits for the ending after an exit code', async () => {
    const reading = read('shell')
    reading.push(`${start}EXIT_CODE: 0`)
    await reading.pass(60_000)
    expect(reading).toMatchObject({ bytes: '', events: ['starting'] })
    reading.push(exiting)
    expect(reading.finish()).toMatchObject({ bytes: '', exitCode: 0 })
  })

  it('says that it is over when the program does not go', async () => {
    const over = read('stdio')
    over.push(`${start}bytes${exiting}`)
    await over.pass(500)
    expect(over.events).toEqual(['starting', 'ending'])
    const failed = read('shell')
    failed.push(`${start}Cannot perform start session: dial tcp\n`)
    await failed.pass(500)
    expect(failed.events).toEqual(['starting', 'ending'])
    // In the middle of a session these are the words of some program.
    const echoed = read('shell')
    echoed.push(`${start}$ Cannot perform start session: dial tcp\n`)
    await echoed.pass(500)
    expect(echoed).toMatchObject({ bytes: '$ Cannot perform start session: dial tcp\n', events: ['starting'] })
  })

  it('tells the agent’s message from the first output of a shell', () => {
    const message = 'This session is encrypted using AWS KMS.'
    const shell = read('shell')
    shell.push(start)
    shell.push(`${message}\n$ `)
    expect(shell.finish()).toMatchObject({ bytes: '$ ', message })
    const stdio = read('stdio')
    stdio.push(`${start}${message}\n`)
    expect(stdio.finish()).toMatchObject({ bytes: `${message}\n`, message: '' })
  })

  it('does not grow with words that have no end', () => {
    const reading = read('stdio')
    reading.push(`${start}\n\nSessionId: ${id} : `)
    for (let pushed = 0; pushed < 100; pushed += 1) reading.push('x'.repeat(1_000))
    expect(reading.bytes.length).toBeGreaterThan(60_000)
    reading.push('y')
    expect(reading.bytes.endsWith('y')).toBe(true)
  })

  it('hears what is said before the start', () => {
    const reading = read('shell')
    reading.push('Invalid Operation\n')
    expect(reading.finish()).toMatchObject({ bytes: '', events: ['unknown-operation'] })
  })
})

describe('a plugin that opens a door where a shell was to be', () => {
  it.each([`Port 40000 opened for sessionId ${id}.\n`, `Unix socket /tmp/x opened for sessionId ${id}.\n`])(
    'is told of, and none of it is shown: %j',
    (line) => {
      const reading = read('shell')
      reading.push(`${start}${line.slice(0, 10)}`)
      reading.push(line.slice(10))
      expect(reading.events).toContain('wrong-kind')
      reading.push('Waiting for connections...\n')
      expect(reading.bytes).not.toContain('opened for')
    },
  )

  it('is not what a far end prints of other sessions, or later', async () => {
    const reading = read('shell')
    reading.push(`${start}$ Port 1 opened for sessionId other-0a1b2c3d4e5f60718.\n${'x'.repeat(4_096)}\n`)
    reading.push(`Port 1 opened for sessionId ${id}.\n`)
    await reading.pass(10)
    expect(reading.events).not.toContain('wrong-kind')
    expect(reading.bytes).toContain(`Port 1 opened for sessionId ${id}.`)
  })
})
