import { win32 } from 'node:path'
import type { RunProgram } from '../../app/ports.ts'

/** The system's own tools that tell who owns a socket, and which ports nobody may have. */
type SystemTool = 'lsof' | 'netstat' | 'tasklist' | 'netsh'

/** What a tool printed; null when it is missing, prints nothing, or takes too long. */
export type AskTool = (tool: SystemTool, args: readonly string[]) => Promise<string | null>

/** Most a tool may take (ms), and say (bytes). */
const timeLimitMs = 2_000
const outputLimit = 4 * 1024 * 1024

/** Asks the tools by their absolute paths. */
export function createAskTool(run: RunProgram): AskTool {
  return async (tool, args) => {
    const ended = await run(pathOf(tool), args, timeLimitMs, outputLimit)
    // lsof exits with 1 when it found only some of what it was asked for.
    return ended.kind === 'exited' && ended.output !== '' ? ended.output : null
  }
}

function pathOf(tool: SystemTool): string {
  if (tool === 'lsof') return '/usr/sbin/lsof'
  return win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', `${tool}.exe`)
}
