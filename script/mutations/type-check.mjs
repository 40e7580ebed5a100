/** Which mutations do not type-check: those would be found by nobody's tests, and prove nothing. */
import { join } from 'node:path'
import { run } from '../setup/program.mjs'
import { brokenLines, overlap, whileBroken } from './workplace.mjs'

/** @typedef {import('./workplace.mjs').Mutation} Mutation @typedef {import('./workplace.mjs').Workplace} Workplace */

const DEADLINE_MS = 10 * 60_000
const product = ['contract', 'domain', 'words', 'network', 'core', 'relay', 'command', 'main', 'preload', 'renderer']

/**
 * Many are checked at once, each in a place of its own; where the check fails, each half of them again, until it is known which.
 * @param {Workplace} place @param {readonly Mutation[]} mutations
 * @returns {Promise<ReadonlyMap<Mutation, string>>} what the compiler says of those that do not
 */
export async function untyped(place, mutations) {
  const found = new Map()
  for (const batch of batchesOf(place, mutations)) await search(place, batch, found)
  return found
}

/** Groups in which no two are of the same place. @param {Workplace} place @param {readonly Mutation[]} mutations */
function batchesOf(place, mutations) {
  /** @type {Mutation[][]} */
  const batches = []
  for (const mutation of mutations) {
    const fitting = batches.find((batch) => batch.every((other) => !overlap(place, mutation, other)))
    if (fitting === undefined) batches.push([mutation])
    else fitting.push(mutation)
  }
  return batches
}

/** @param {Workplace} place @param {readonly Mutation[]} batch @param {Map<Mutation, string>} found */
async function search(place, batch, found) {
  const { code, output } = await whileBroken(place, batch, () => checkTypes(place))
  if (code === 0) return
  if (batch.length === 1) return void found.set(batch[0], `does not type-check: ${output.trim().split('\n')[0]}`)
  for (const part of partsOf(place, batch, output)) await search(place, part, found)
}

/**
 * Each that the compiler complains of by its lines, alone, and the others together; halves where that tells nothing.
 * @param {Workplace} place @param {readonly Mutation[]} batch @param {string} output @returns {readonly (readonly Mutation[])[]}
 */
function partsOf(place, batch, output) {
  const complaints = [...output.matchAll(/^(\S+)\((\d+),\d+\): error/gm)].map(([, file, line]) => ({
    file,
    line: Number(line),
  }))
  const spans = brokenLines(place, batch)
  const isNamed = (mutation) => {
    const { from, to } = spans.get(mutation) ?? { from: 0, to: 0 }
    return complaints.some(({ file, line }) => file === mutation.file && line >= from && line <= to)
  }
  const [named, others] = [batch.filter(isNamed), batch.filter((mutation) => !isNamed(mutation))]
  if (named.length > 0) return [...named.map((mutation) => [mutation]), ...(others.length > 0 ? [others] : [])]
  const half = Math.ceil(batch.length / 2)
  return [batch.slice(0, half), batch.slice(half)]
}

/** The product alone: its tests are not told of a mutation. @param {Workplace} place */
function checkTypes({ root }) {
  const command = [join(root, 'node_modules', '.bin', 'tsc'), '-b', ...product]
  return run(command, { cwd: root, output: 'capture', timeoutMs: DEADLINE_MS })
}
