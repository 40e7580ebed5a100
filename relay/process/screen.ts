import { spawn } from 'node:child_process'
import { closeSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Readable } from 'node:stream'
import { ReadStream } from 'node:tty'

/** What a program shows on, instead of a pipe: a pseudo-terminal without a keyboard. */
export interface Screen {
  /** For the program's standard output; this process gives it up with {@link handOver}. */
  readonly descriptor: number
  /** What the program writes, byte for byte. */
  readonly output: Readable
  /** Resolves when the program's side is closed and all was read. */
  readonly closed: Promise<void>
  /** The program has its own copy of the descriptor now. */
  handOver(): void
  resize(columns: number, rows: number): void
  close(): void
}

/** Where systems keep the program that sets a terminal up. */
const settersOfTerminals: readonly string[] = ['/bin/stty', '/usr/bin/stty', '/run/current-system/sw/bin/stty']

/** The compiled part of node-pty, which opens pseudo-terminals without starting a program in them. */
interface NativeTerminals {
  open(columns: number, rows: number): { readonly master: number; readonly slave: number }
  resize(master: number, columns: number, rows: number): void
}

/**
 * Opens a screen of the given size. It leaves line ends as they are: the far end's terminal has already made them what
 * they should be. Rejects where the system has no pseudo-terminals to give, or is Windows, whose console does not pass
 * bytes on as they are.
 */
export async function openScreen(
  columns: number,
  rows: number,
  environment: Readonly<Record<string, string>>,
): Promise<Screen> {
  const native = loadNative()
  const { master, slave } = native.open(columns, rows)
  const output = new ReadStream(master)
  const closed = new Promise<void>((resolve) => output.once('close', () => resolve()))
  // A master whose last program is gone answers reads with EIO: the end, in other words.
  output.on('error', () => output.destroy())
  let isHandedOver = false
  const handOver = (): void => {
    if (!isHandedOver) closeSync(slave)
    isHandedOver = true
  }
  const close = (): void => {
    handOver()
    output.destroy()
  }
  try {
    await keepLineEnds(slave, environment)
  } catch (error) {
    close()
    throw error
  }
  const resize = (width: number, height: number): void => {
    if (!output.destroyed) native.resize(master, width, height)
  }
  return { descriptor: slave, output, closed, handOver, resize, close }
}

/** Loaded with the first screen: nothing else of the relay needs compiled code. */
function loadNative(): NativeTerminals {
  if (process.platform === 'win32') throw new Error('Windows has no terminal that passes bytes on as they are')
  const require = createRequire(import.meta.url)
  const { requireBinary } = require('@lydell/node-pty/requireBinary.js') as {
    requireBinary(file: string): NativeTerminals
  }
  return requireBinary('pty.node')
}

function keepLineEnds(slave: number, environment: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const stty = settersOfTerminals.find((path) => existsSync(path))
    if (stty === undefined) return reject(new Error('this system has no stty'))
    const child = spawn(stty, ['-opost'], { stdio: [slave, 'ignore', 'ignore'], env: environment })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`stty ended with ${code ?? 'a signal'}`))))
  })
}
