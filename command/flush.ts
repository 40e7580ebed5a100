import type { Writable } from 'node:stream'

const flushMs = 1_000

/** Writes; resolves once everything written has left, or after a moment when nobody reads. */
export function flush(output: Writable, text = ''): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, flushMs)
    output.write(text, () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
