import type { ChildProcess } from 'node:child_process'

/** A command line client that runs in a process group of its own, as a shell starts it: Ctrl-C goes to all of it. */
export interface RunningClient {
  output(): string
  /** Resolves when the output matches; rejects with it when the client exits before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  type(text: string): void
  interrupt(): void
  /** Kills the client alone, without what it has started. */
  kill(): void
  /** Ends the whole group now. */
  end(): void
  readonly exited: Promise<number | null>
}

/** `child` must have been started detached. */
export function watchClient(child: ChildProcess): RunningClient {
  let output = ''
  const checks = new Set<() => void>()
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      output += data.toString()
      for (const check of checks) check()
    })
  }
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name)
    } catch {
      // The group is gone.
    }
  }
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const match = pattern.exec(output)
        if (match !== null) resolve(match)
      }
      checks.add(check)
      check()
      void exited.then(() => reject(new Error(output)))
    })
  return {
    output: () => output,
    printed,
    type: (text) => void child.stdin?.write(text),
    interrupt: () => signal('SIGINT'),
    kill: () => void child.kill('SIGKILL'),
    end: () => signal('SIGKILL'),
    exited,
  }
}
