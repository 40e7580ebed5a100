import type { ChildProcess } from 'node:child_process'
import { type PrintedText, watchPrinted } from '#test/support/printed-text.ts'

/** A command line client that runs in a process group of its own, as a shell starts it: Ctrl-C goes to all of it. */
export interface RunningClient extends PrintedText {
  type(text: string): void
  interrupt(): void
  /** Kills the client alone, without what it has started. */
  kill(): void
  /** Ends the whole group now. */
  end(): void
}

/** `child` must have been started detached. */
export function watchClient(child: ChildProcess): RunningClient {
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name)
    } catch {
      // The group is gone.
    }
  }
  return {
    ...watchPrinted(child),
    type: (text) => void child.stdin?.write(text),
    interrupt: () => signal('SIGINT'),
    kill: () => void child.kill('SIGKILL'),
    end: () => signal('SIGKILL'),
  }
}
