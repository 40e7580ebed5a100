import type { ReadStream, WriteStream } from 'node:tty'
import { showOutputAsItIs } from '#relay/process/plain-output.ts'
import { flush } from './flush.ts'

/**
 * What a terminal does to the bytes while they are read.
 * - `untouched`: what it usually does; for programs that talk through it.
 * - `keys`: each key comes as it is pressed, Ctrl-C too. What is written gets its line ends turned, as ever.
 * - `screen`: and what is written is shown as it is, for a terminal at the far end has done all that already.
 */
type Manner = 'untouched' | 'keys' | 'screen'

/** Who hears what is typed. What is typed meanwhile waits while `type` does. */
interface Typist {
  type(bytes: Buffer): Promise<void>
  ended(): void
}

/** The command's standard streams. */
export interface Terminal {
  /** A person types, and sees what comes: no file, no pipe. */
  readonly isInteractive: boolean
  /** False when whoever reads is behind; {@link drained} tells when not any more. */
  write(data: string | Buffer): boolean
  drained(): Promise<void>
  /** Resolves once everything written has left, or after a moment when nobody reads. */
  flushed(): Promise<void>
  /** Reads what is typed until the returned function is called, which gives the terminal back as it was. */
  read(typist: Typist, manner: Manner): () => void
  /** Tells the size, now and when it changes, until the returned function is called. */
  watchSize(tell: (columns: number, rows: number) => void): () => void
}

/** What AWS's plugin says where there is no terminal. */
const sizeWithoutTerminal = { columns: 300, rows: 100 }

type Input = NodeJS.ReadStream & Partial<Pick<ReadStream, 'setRawMode'>>
type Output = NodeJS.WriteStream & Partial<Pick<WriteStream, 'columns' | 'rows'>>

/** Whoever reads may be gone: that ends nothing but the writing. */
export function createTerminal(input: Input, output: Output): Terminal {
  output.on('error', () => undefined)
  return {
    isInteractive: input.isTTY && output.isTTY,
    write: (data) => output.write(data) || output.destroyed,
    drained: () => new Promise((resolve) => output.once('drain', resolve).once('close', resolve)),
    flushed: () => flush(output),
    read: (typist, manner) => read(input, typist, manner),
    watchSize(tell) {
      const look = (): void =>
        tell(output.columns ?? sizeWithoutTerminal.columns, output.rows ?? sizeWithoutTerminal.rows)
      look()
      output.on('resize', look)
      return () => void output.off('resize', look)
    },
  }
}

function read(input: Input, { type, ended }: Typist, manner: Manner): () => void {
  const take = (bytes: Buffer): void => {
    input.pause()
    void type(bytes).then(() => {
      if (!stopped) input.resume()
    })
  }
  let stopped = false
  const giveBack = takeTerminal(input, manner)
  input.on('error', ended)
  input.on('data', take)
  input.on('end', ended)
  return () => {
    stopped = true
    input.off('data', take)
    input.off('end', ended)
    input.pause()
    giveBack()
  }
}

/** Node gives the terminal back, too, when the program ends in any way but SIGKILL. */
function takeTerminal(input: Input, manner: Manner): () => void {
  if (!input.isTTY || manner === 'untouched') return () => undefined
  input.setRawMode?.(true)
  if (manner === 'screen') showOutputAsItIs()
  return () => void input.setRawMode?.(false)
}
