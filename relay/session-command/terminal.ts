import type { ReadStream, WriteStream } from 'node:tty'

/** The command's standard streams. */
export interface Terminal {
  /** False when whoever reads is behind; {@link drained} tells when not any more. */
  write(data: string | Buffer): boolean
  drained(): Promise<void>
  /** Resolves once everything written has left, or after a moment when nobody reads. */
  flushed(): Promise<void>
  /**
   * Reads what is typed, each key as it is pressed where it is a terminal, until the returned function is called, which
   * gives the terminal back as it was. What is typed waits while `type` does.
   */
  read(type: (bytes: Buffer) => Promise<void>, ended: () => void): () => void
  /** Tells the size, now and when it changes, until the returned function is called. */
  watchSize(tell: (columns: number, rows: number) => void): () => void
}

const flushMs = 1_000
/** What AWS's plugin says where there is no terminal. */
const sizeWithoutTerminal = { columns: 300, rows: 100 }

type Input = NodeJS.ReadStream & Partial<Pick<ReadStream, 'setRawMode'>>
type Output = NodeJS.WriteStream & Partial<Pick<WriteStream, 'columns' | 'rows'>>

/** Whoever reads may be gone: that ends nothing but the writing. */
export function createTerminal(input: Input, output: Output): Terminal {
  output.on('error', () => undefined)
  return {
    write: (data) => output.write(data) || output.destroyed,
    drained: () => new Promise((resolve) => output.once('drain', resolve).once('close', resolve)),
    flushed: () => flushed(output),
    read: (type, ended) => read(input, type, ended),
    watchSize(tell) {
      const look = (): void =>
        tell(output.columns ?? sizeWithoutTerminal.columns, output.rows ?? sizeWithoutTerminal.rows)
      look()
      output.on('resize', look)
      return () => void output.off('resize', look)
    },
  }
}

function flushed(output: Output): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, flushMs)
    output.write('', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function read(input: Input, type: (bytes: Buffer) => Promise<void>, ended: () => void): () => void {
  const take = (bytes: Buffer): void => {
    input.pause()
    void type(bytes).then(() => {
      if (!stopped) input.resume()
    })
  }
  let stopped = false
  input.on('error', ended)
  input.on('data', take)
  input.on('end', ended)
  if (input.isTTY) input.setRawMode?.(true)
  return () => {
    stopped = true
    input.off('data', take)
    input.off('end', ended)
    input.pause()
    if (input.isTTY) input.setRawMode?.(false)
  }
}
