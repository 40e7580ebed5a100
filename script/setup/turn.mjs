/** Turns at work that only one program may do at a time: each holds a folder of `.cache/` that it made. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './program.mjs'

const LOOK_MS = 200

/**
 * Waits for a turn. One that a killed program holds, or that was not given back within `limitMs`, is taken away.
 * @param {string} name
 * @param {number} limitMs
 * @returns {Promise<() => void>} gives the turn back
 */
export async function takeTurn(name, limitMs) {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const turn = join(ROOT, '.cache', `${name}.turn`)
  const deadline = Date.now() + limitMs
  for (;;) {
    try {
      mkdirSync(turn)
      writeFileSync(join(turn, 'holder'), String(process.pid))
      return () => rmSync(turn, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isHeld(turn) || Date.now() > deadline) rmSync(turn, { recursive: true, force: true })
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
  }
}

function isHeld(turn) {
  try {
    process.kill(Number(readFileSync(join(turn, 'holder'), 'utf8')), 0)
    return true
  } catch (error) {
    // One that has just been taken says by whom in a moment.
    return error.code !== 'ESRCH'
  }
}
