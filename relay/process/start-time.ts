import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'

const askTimeoutMs = 5_000

/**
 * When a process was started, as an opaque text: the same pid with the same text is the same process. Null when there
 * is no such process or the system does not tell.
 */
export async function startTimeOf(pid: number): Promise<string | null> {
  switch (process.platform) {
    case 'linux':
      return readProc(pid)
    case 'win32':
      return ask('powershell.exe', [
        '-NoProfile',
        '-NonInteractive',
        '-Command',
        `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`,
      ])
    default:
      return ask('/bin/ps', ['-o', 'lstart=', '-p', String(pid)])
  }
}

/** Boot id and start tick (field 22 of `stat`, counted after the name, which may hold spaces and brackets). */
function readProc(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, tick] = [fields[0], fields[19]]
    if (tick === undefined || state === 'Z') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${tick}`
  } catch {
    return null
  }
}

function ask(file: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
    execFile(file, args, { timeout: askTimeoutMs, env: environment, windowsHide: true }, (error, stdout) => {
      const text = stdout.trim()
      resolve(error === null && text !== '' ? text : null)
    })
  })
}
