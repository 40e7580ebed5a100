/** The command's standard streams. */
export interface Terminal {
  write(data: string | Buffer): void
  /** Resolves once everything written has left, or after a moment when nobody reads. */
  flushed(): Promise<void>
}

const flushMs = 1_000

/** Whoever reads may be gone: that ends nothing but the writing. */
export function createTerminal(output: NodeJS.WriteStream): Terminal {
  output.on('error', () => undefined)
  return {
    write: (data) => void output.write(data),
    flushed: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, flushMs)
        output.write('', () => {
          clearTimeout(timer)
          resolve()
        })
      }),
  }
}
