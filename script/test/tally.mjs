/** Sums of test results, from whichever runner. */
import { readFileSync } from 'node:fs'

/**
 * @typedef {{ name: string, reason: string }} Skip
 * @typedef {{ passed: number, failed: readonly string[], skipped: readonly Skip[] }} Tally
 */

/** @param {readonly Tally[]} tallies @returns {Tally} */
export function sum(tallies) {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.flatMap(({ failed }) => failed),
    skipped: tallies.flatMap(({ skipped }) => skipped),
  }
}

/** The one line that a machine reads. @param {Tally} tally */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`
}

/**
 * A runner's own count, held against the way it ended: a runner that failed without naming a test still failed.
 * @param {string} stage @param {Tally | null} tally null when it left no report @param {number} code its exit code
 * @returns {Tally}
 */
export function settle(stage, tally, code) {
  if (tally === null)
    return { passed: 0, failed: [`${stage}: ended with code ${code} and left no report`], skipped: [] }
  if (code !== 0 && tally.failed.length === 0) return { ...tally, failed: [`${stage}: ended with code ${code}`] }
  return tally
}

/** @param {string} path of a JSON report @returns {any} null when there is none */
export function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

// Colours of a terminal; the sequence begins with ESC.
const colours = new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*m`, 'g')
const longestReason = 400

/** A failure's name with what was said of it, on one line: of a long run often nothing but the end is kept. */
export function withReason(name, message = '') {
  const reason = message.replace(colours, '').replace(/\s+/g, ' ').trim().slice(0, longestReason)
  return reason === '' ? name : `${name}: ${reason}`
}
