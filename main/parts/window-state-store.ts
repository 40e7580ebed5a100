import { readFileSync, writeFileSync } from 'node:fs'
import type { WindowState } from '../window/main-window.ts'

const smallestSide = 200

/** Where the window was. A file that can not be read costs nothing but that. */
export function readWindowState(path: string): WindowState {
  try {
    return { bounds: boundsOf(propertyOf(JSON.parse(readFileSync(path, 'utf8')), 'bounds')) }
  } catch {
    return { bounds: null }
  }
}

/** By hand: the window is there before the library that reads the other files is loaded. */
function boundsOf(saved: unknown): WindowState['bounds'] {
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => propertyOf(saved, name))
  if (!isWhole(x) || !isWhole(y) || !isWhole(width) || !isWhole(height)) return null
  return width < smallestSide || height < smallestSide ? null : { x, y, width, height }
}

function propertyOf(saved: unknown, name: string): unknown {
  return typeof saved === 'object' && saved !== null ? Reflect.get(saved, name) : undefined
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

/** Remembers where the window is; written as it closes, so synchronously. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeFileSync(path, JSON.stringify(state), { mode: 0o600 })
  } catch {
    // How a window stood is not worth a word.
  }
}
