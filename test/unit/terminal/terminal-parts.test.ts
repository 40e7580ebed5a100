import type { Terminal } from '@xterm/xterm'
import { describe, expect, test } from 'vitest'
import { piecesOf } from '#domain/paste-review/paste-review.ts'
import { mostOutput, streamCredit } from '#contract/shell-stream.ts'
import { createGpuPool, mostContexts } from '../../../renderer/features/shells/terminal/gpu.ts'
import { InputLine } from '../../../renderer/features/shells/terminal/input-line.ts'
import { OutputFlow } from '../../../renderer/features/shells/terminal/output-flow.ts'
import { runPaste, type PasteTarget } from '../../../renderer/features/shells/paste-run.ts'

describe('credit for output', () => {
  const turns: (() => void)[] = []
  const later = (act: () => void): void => void turns.push(act)
  const turn = (): void => turns.shift()?.()

  test('is given back once bytes were drawn, all of it and never before', () => {
    const given: number[] = []
    const drawn: (() => void)[] = []
    const flow = new OutputFlow(
      (_bytes, done) => void drawn.push(done),
      (bytes) => given.push(bytes),
      later,
    )
    for (let index = 0; index < 10; index += 1) flow.take(new Uint8Array(streamCredit / 16))
    expect(given).toEqual([])
    for (let done = drawn.shift(); done !== undefined; done = drawn.shift()) {
      done()
      turn()
    }
    expect(given.reduce((sum, bytes) => sum + bytes, 0)).toBe((10 * streamCredit) / 16)
    expect(given.length).toBeLessThan(10)
  })

  test('is given back at once for the last that was drawn, however little', () => {
    const given: number[] = []
    const flow = new OutputFlow(
      (_bytes, done) => done(),
      (bytes) => given.push(bytes),
      later,
    )
    flow.take(new Uint8Array(1))
    flow.take(new Uint8Array(0))
    expect(given).toEqual([1])
  })
})

describe('output for a terminal', () => {
  test('comes a turn at a time, in order, and at once when the terminal is idle', () => {
    const written: number[] = []
    const done: (() => void)[] = []
    const turns: (() => void)[] = []
    const flow = new OutputFlow(
      (bytes, drawn) => {
        written.push(bytes[0] ?? -1)
        done.push(drawn)
      },
      () => {},
      (act) => void turns.push(act),
    )
    const piece = (index: number): Uint8Array => new Uint8Array(mostOutput / 2).fill(index)
    for (const index of [1, 2, 3, 4, 5]) flow.take(piece(index))
    expect(written).toEqual([1])
    done.shift()?.()
    expect([written, turns.length]).toEqual([[1], 1])
    turns.shift()?.()
    expect(written).toEqual([1, 2, 3])
    done.splice(0, 1).forEach((drawn) => drawn())
    expect(turns).toEqual([])
    done.splice(0, 1).forEach((drawn) => drawn())
    turns.shift()?.()
    expect(written).toEqual([1, 2, 3, 4, 5])
    done.splice(0).forEach((drawn) => drawn())
    flow.take(piece(6))
    expect([written.at(-1), turns]).toEqual([6, []])
  })
})

describe('the graphics card', () => {
  const terminals = Array.from({ length: mostContexts + 1 }, (_, index) => ({ index }) as unknown as Terminal)

  test('draws as many as it can; the next one is drawn by the page, until another makes room', () => {
    const made: Terminal[] = []
    const pool = createGpuPool((terminal) => {
      made.push(terminal)
      return { dispose: () => void made.splice(made.indexOf(terminal), 1) }
    })
    for (const terminal of terminals) pool.acquire(terminal, () => {})
    expect(made).toHaveLength(mostContexts)
    expect(made).not.toContain(terminals.at(-1))
    pool.release(terminals[0]!)
    pool.acquire(terminals.at(-1)!, () => {})
    expect(made).toContain(terminals.at(-1))
  })

  test('that loses a context gives it up, and has the terminal fitted again', () => {
    let lose = (): void => {}
    let redrawn = 0
    let disposed = 0
    const pool = createGpuPool((_terminal, lost) => {
      lose = lost
      return {
        dispose: () => {
          disposed += 1
          throw new Error('the context is gone')
        },
      }
    })
    pool.acquire(terminals[0]!, () => (redrawn += 1))
    lose()
    expect({ redrawn, disposed }).toEqual({ redrawn: 2, disposed: 1 })
  })

  test('that is not there is asked for once', () => {
    let asked = 0
    const pool = createGpuPool(() => {
      asked += 1
      return null
    })
    for (const terminal of terminals) pool.acquire(terminal, () => {})
    expect(asked).toBe(1)
  })
})

describe('a paste', () => {
  /** A shell that takes what was sent when it is told to. */
  function target(brackets: boolean) {
    const typed: string[] = []
    const line = new InputLine((bytes) => {
      typed.push(new TextDecoder().decode(bytes))
      return 'sent'
    })
    const shell: PasteTarget = {
      beginPaste: () => line.paste(),
      settled: async () => await line.settled(),
      wantsBrackets: () => brackets,
    }
    const press = (keys: string): void => line.type(new TextEncoder().encode(keys))
    const take = async (): Promise<void> => {
      line.taken(0)
      await soon()
    }
    return { shell, typed, take, press, line }
  }
  const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))
  const long = Array.from({ length: 1_000 }, (_, index) => `echo ${index}`).join('\r')
  const pieces = piecesOf(long).length

  test('goes piece by piece, each once the one before was taken, in brackets where they are wanted', async () => {
    const { shell, typed, take } = target(true)
    const lines: number[] = []
    const run = runPaste(long, [shell], (progress) => lines.push(progress.lines))
    await soon()
    expect(typed).toHaveLength(2)
    for (let piece = 0; piece < pieces; piece += 1) await take()
    expect(await run.done).toBe(true)
    expect(typed.join('')).toBe(`\u001b[200~${long}\u001b[201~`)
    expect(lines).toHaveLength(pieces)
    expect(lines.at(-1)).toBe(1_000)
  })

  test('is closed before a key that is pressed at once after it', async () => {
    const { shell, typed, take, press } = target(true)
    const run = runPaste('two words', [shell], () => {})
    press('\r')
    await soon()
    expect(typed.join('')).toBe('\u001b[200~two words\u001b[201~\r')
    await take()
    expect(await run.done).toBe(true)
    expect(typed.join('')).toBe('\u001b[200~two words\u001b[201~\r')
  })

  test('has nothing between its pieces: keys and another paste follow it, in the order in which they came', async () => {
    const { shell, typed, take, press } = target(false)
    const first = runPaste(long, [shell], () => {})
    await soon()
    press('a')
    const second = runPaste('second', [shell], () => {})
    press('b')
    await take()
    press('c')
    for (let piece = 0; piece < pieces; piece += 1) await take()
    await Promise.all([first.done, second.done])
    expect(typed.join('')).toBe(`${long}asecondbc`)
  })

  test('that is stopped sends nothing more, closes its brackets, and lets the keys go', async () => {
    const { shell, typed, take, press } = target(true)
    const run = runPaste(long, [shell], () => {})
    await soon()
    press('\u0003')
    expect(typed).toHaveLength(2)
    run.stop()
    expect(typed.slice(2)).toEqual(['\u001b[201~', '\u0003'])
    await take()
    expect(await run.done).toBe(false)
    expect(typed).toHaveLength(4)
  })

  test('into a shell that ends meanwhile is over, and what was typed behind it goes to nobody', async () => {
    const ending = target(false)
    const other = target(false)
    const run = runPaste(long, [ending.shell, other.shell], () => {})
    await soon()
    ending.press('reboot\r')
    other.press('x')
    ending.line.drop()
    for (let piece = 0; piece < pieces; piece += 1) {
      ending.line.drop()
      await other.take()
    }
    expect(await run.done).toBe(true)
    expect(ending.typed.join('')).not.toContain('reboot')
    expect(other.typed.join('')).toBe(`${long}x`)
  })

  test('into several panes waits for the slowest, and brackets it only where they are wanted', async () => {
    const plain = target(false)
    const bracketed = target(true)
    const run = runPaste('a\rb', [plain.shell, bracketed.shell], () => {})
    await soon()
    await plain.take()
    await bracketed.take()
    expect(await run.done).toBe(true)
    expect(plain.typed.join('')).toBe('a\rb')
    expect(bracketed.typed.join('')).toBe('\u001b[200~a\rb\u001b[201~')
  })
})
