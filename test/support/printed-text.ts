import type { ChildProcess } from 'node:child_process'

/** What a program prints, collected as it comes. */
export interface PrintedText {
  output(): string
  /** Resolves when the output matches; rejects with all that was printed when the program ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the exit code once all output is there; null after a signal. */
  readonly exited: Promise<number | null>
}

/** Collects both standard streams into one text; `complaints` is what to add to a failure when only the first is one. */
export function watchPrinted(child: ChildProcess, complaints?: () => string): PrintedText {
  let text = ''
  const checks = new Set<() => void>()
  for (const stream of complaints === undefined ? [child.stdout, child.stderr] : [child.stdout]) {
    stream?.on('data', (data: Buffer) => {
      text += data.toString()
      for (const check of checks) check()
    })
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const match = pattern.exec(text)
        if (match !== null) resolve(match)
      }
      checks.add(check)
      check()
      void exited.then(() => reject(new Error(`${text}${complaints?.() ?? ''}`)))
    })
  return { output: () => text, printed, exited }
}
