/** The whole run: what fits, what compiles, what is green without a mutation, and who notices each. */
import { onInterrupt, say } from '../setup/program.mjs'
import { kindOf, runTests } from './test-run.mjs'
import { untyped } from './type-check.mjs'
import { unsoundness, verdictOf } from './verdict.mjs'
import { makeWorkplaces, misfit, whileBroken } from './workplace.mjs'

/**
 * @typedef {import('./workplace.mjs').Mutation} Mutation
 * @typedef {import('./workplace.mjs').Workplace} Workplace
 * @typedef {{ name: string, reason: string }} Broken
 * @typedef {{ ok: boolean, mutations: number, killed: number, survived: string[], broken: Broken[] }} Result
 */

/**
 * @param {readonly Mutation[]} mutations @param {number} workers how many copies work at once
 * @returns {Promise<Result>}
 */
export async function runMutations(mutations, workers) {
  const { places, remove } = makeWorkplaces(workers)
  onInterrupt(remove)
  try {
    const { sound, broken } = await sift(mutations, places)
    const { killed, survived } = await tryEach(sound, places)
    const ok = survived.length === 0 && broken.length === 0 && killed > 0
    return { ok, mutations: mutations.length, killed, survived, broken }
  } finally {
    remove()
  }
}

/** Parts those that can say something from those that can not. @param {readonly Mutation[]} mutations @param {readonly Workplace[]} places */
async function sift(mutations, places) {
  /** @type {Broken[]} */
  const broken = []
  const drop = (mutation, reason) => {
    say(`broken    ${mutation.name}: ${reason}`)
    broken.push({ name: mutation.name, reason })
  }
  const fitting = mutations.filter((mutation) => {
    const reason = misfit(places[0], mutation)
    if (reason !== null) drop(mutation, reason)
    return reason === null
  })
  say(`${fitting.length} mutations: checking their types, and their tests on the whole project`)
  const [checked, ...others] = places
  const types = untyped(checked, fitting)
  // One copy is enough for the compiler; with a single one the tests wait for it.
  if (others.length === 0) await types
  const faults = await Promise.all([types, unsoundOf(fitting, others.length === 0 ? places : others)])
  for (const [mutation, reason] of faults.flatMap((found) => [...found])) drop(mutation, reason)
  return { sound: fitting.filter((mutation) => faults.every((found) => !found.has(mutation))), broken }
}

/**
 * Tests that fail, or do not run, in the whole project kill nothing.
 * @param {readonly Mutation[]} mutations @param {readonly Workplace[]} places
 */
async function unsoundOf(mutations, places) {
  const groups = groupsOf(mutations)
  /** @type {Map<Mutation, string>} */
  const unsound = new Map()
  await shareOut(groups, places, async ({ members, tests }, place) => {
    const files = [...new Set(members.flatMap(({ killedBy }) => killedBy))]
    const report = await runTests(place, tests === undefined ? { killedBy: files } : { killedBy: files, tests })
    for (const mutation of members) {
      if (unsoundness(report, mutation.killedBy) === null) continue
      // All together they may crowd a machine. What counts is how they end by themselves, as they are asked about a mutation.
      const reason = unsoundness(await runTests(place, mutation), mutation.killedBy)
      if (reason !== null) unsound.set(mutation, reason)
    }
  })
  return unsound
}

/**
 * Mutations whose tests can be run together: of the same names, and quick or slow.
 * @param {readonly Mutation[]} mutations
 */
function groupsOf(mutations) {
  /** @type {Map<string, { tests: string | undefined, members: Mutation[] }>} */
  const groups = new Map()
  for (const mutation of mutations) {
    const { tests, killedBy } = mutation
    const key = JSON.stringify([tests, killedBy.some((file) => kindOf(file) === 'integration')])
    const group = groups.get(key) ?? { tests, members: [] }
    groups.set(key, group)
    group.members.push(mutation)
  }
  return [...groups.values()]
}

/** @param {readonly Mutation[]} mutations @param {readonly Workplace[]} places */
async function tryEach(mutations, places) {
  let killed = 0
  /** @type {string[]} */
  const survived = []
  await shareOut(mutations, places, async (mutation, place) => {
    const verdict = verdictOf(await whileBroken(place, [mutation], () => runTests(place, mutation)))
    if (verdict.kind === 'killed') killed += 1
    else survived.push(mutation.name)
    say(`${verdict.kind.padEnd(9)} ${mutation.name}: ${verdict.kind === 'killed' ? verdict.by : verdict.reason}`)
  })
  return { killed, survived: survived.sort() }
}

/**
 * Each workplace takes the next piece of work when it is done with its last.
 * @template T
 * @param {readonly T[]} work @param {readonly Workplace[]} places @param {(piece: T, place: Workplace) => Promise<void>} act
 */
async function shareOut(work, places, act) {
  const left = [...work]
  const serve = async (place) => {
    for (let piece = left.shift(); piece !== undefined; piece = left.shift()) await act(piece, place)
  }
  await Promise.all(places.map(serve))
}
