import { spawn } from 'node:child_process'
import { isAbsolute } from 'node:path'

/** A shell that greets, updates itself or asks something may take for ever. */
const limitMs = 3_000
const outputLimit = 1_000_000
/** Around the value, for start-up files print what they like. */
const mark = '__culvert_path__'

/** What to ask, and where. */
interface LoginShellOptions {
  readonly platform: NodeJS.Platform
  readonly environment: NodeJS.ProcessEnv
}

/**
 * PATH as the user's interactive login shell has it: an app started from a dock or a menu gets a shorter one. Asked once,
 * at the first call. Null on Windows, without a `SHELL`, and when the shell does not answer within three seconds.
 */
export function createLoginShellPath({ platform, environment }: LoginShellOptions): () => Promise<string | null> {
  let asked: Promise<string | null> | null = null
  const shell = environment['SHELL'] ?? ''
  return () => {
    if (platform === 'win32' || !isAbsolute(shell)) return Promise.resolve(null)
    asked ??= askShell(shell, environment)
    return asked
  }
}

function askShell(shell: string, environment: NodeJS.ProcessEnv): Promise<string | null> {
  // Understood by sh, bash, zsh, fish and csh alike; `printenv` joins with colons where a shell has a list.
  const question = `echo ${mark}; printenv PATH; echo ${mark}`
  return new Promise((resolve) => {
    // In a session of its own: an interactive shell would stop this whole program over the terminal it came from.
    const child = spawn(shell, ['-ilc', question], {
      detached: true,
      env: { ...environment, TERM: 'dumb' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let output = ''
    let isOver = false
    const end = (): void => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      // Whatever the start-up files left running in the foreground goes too.
      killGroup(child.pid)
      child.stdout.destroy()
      resolve(pathIn(output))
    }
    const timer = setTimeout(end, limitMs)
    child.once('error', end)
    child.once('exit', () => setImmediate(end))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(0, outputLimit)
      if (pathIn(output) !== null) end()
    })
  })
}

function pathIn(output: string): string | null {
  const path = output.split(`${mark}\n`)[1]?.trim() ?? ''
  return output.split(`${mark}\n`).length > 2 && path !== '' ? path : null
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}
