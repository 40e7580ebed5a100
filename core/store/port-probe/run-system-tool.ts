import { execFile } from 'node:child_process'
import { win32 } from 'node:path'

/** The system's own tools that tell who owns a socket. */
export type SystemTool = 'lsof' | 'netstat' | 'tasklist'

/** Most a tool may take, in milliseconds. */
const timeLimitMs = 2_000

/**
 * Runs one of the system's tools by its absolute path, without a shell, and returns what it printed; null when it is
 * missing, fails, or takes too long. The only place of this folder that starts a program.
 */
export function runSystemTool(tool: SystemTool, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = {
      timeout: timeLimitMs,
      killSignal: 'SIGKILL',
      windowsHide: true,
      maxBuffer: 4 * 1024 * 1024,
    } as const
    execFile(pathOf(tool), [...args], { ...options, encoding: 'utf8' }, (error, stdout) => {
      // lsof exits with 1 when it found only some of what it was asked for.
      resolve(stdout === '' && error !== null ? null : stdout)
    })
  })
}

function pathOf(tool: SystemTool): string {
  if (tool === 'lsof') return '/usr/sbin/lsof'
  return win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', `${tool}.exe`)
}
