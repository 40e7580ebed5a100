import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { WindowPlace } from '../window/main-window.ts'

const whole = z.number().int()
const placeFile = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole.min(200), height: whole.min(200) }).nullable(),
})

/** Where the window was. A file that can not be read costs nothing but the place. */
export function readWindowPlace(path: string): WindowPlace {
  try {
    return placeFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return { bounds: null }
  }
}

/** Remembers where the window is; written as it closes, so synchronously. */
export function writeWindowPlace(path: string, place: WindowPlace): void {
  try {
    writeFileSync(path, JSON.stringify(place), { mode: 0o600 })
  } catch {
    // The place of a window is not worth a word.
  }
}
