import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { WindowState } from '../window/main-window.ts'

const whole = z.number().int()
const stateFile = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole.min(200), height: whole.min(200) }).nullable(),
})

/** Where the window was. A file that can not be read costs nothing but that. */
export function readWindowState(path: string): WindowState {
  try {
    return stateFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { bounds: null }
  }
}

/** Remembers where the window is; written as it closes, so synchronously. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeFileSync(path, JSON.stringify(state), { mode: 0o600 })
  } catch {
    // How a window stood is not worth a word.
  }
}
