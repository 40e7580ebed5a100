import { readFileSync } from 'node:fs'

const CHECK_MS = 500

/**
 * Tells when the npm that runs this program is gone. On Linux there is a shell between the two that keeps signals to
 * itself: it dies of them, or stays behind when npm does. Returns the way to stop watching.
 */
export function watchNpm(gone: () => void): () => void {
  if (process.env['npm_lifecycle_event'] === undefined) return () => undefined
  const family = ancestors()
  const timer = setInterval(() => {
    if (ancestors() === family) return
    clearInterval(timer)
    gone()
  }, CHECK_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Parent and grandparent. */
function ancestors(): string {
  const { ppid } = process
  if (process.platform !== 'linux') return String(ppid)
  try {
    // The name before the state, in parentheses, may hold anything.
    const [, grandparent] = /.*\) \S (\d+) /.exec(readFileSync(`/proc/${ppid}/stat`, 'latin1')) ?? []
    return `${ppid} ${grandparent}`
  } catch {
    return 'gone'
  }
}
