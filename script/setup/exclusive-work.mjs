/** Locks for work that only one program may do at a time: whoever does it holds a folder of `.cache/` that it made. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './program.mjs'

const LOOK_MS = 200

/**
 * Waits for the lock. One that a killed program holds, or that was not given back within `limitMs`, is taken away.
 * @param {string} name
 * @param {number} limitMs
 * @returns {Promise<() => void>} gives the lock back
 */
export async function lockWork(name, limitMs) {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const lock = join(ROOT, '.cache', `${name}.lock`)
  const deadline = Date.now() + limitMs
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(join(lock, 'holder'), String(process.pid))
      return () => rmSync(lock, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isHeld(lock) || Date.now() > deadline) rmSync(lock, { recursive: true, force: true })
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}

function isHeld(lock) {
  try {
    process.kill(Number(readFileSync(join(lock, 'holder'), 'utf8')), 0)
    return true
  } catch (error) {
    // One that has just been taken says by whom in a moment.
    return error.code !== 'ESRCH'
  }
}
