/** Copies of the project, in which it may be broken. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from '../setup/program.mjs'

/**
 * @typedef {{ name: string, line: string, file: string, text: string, replacement: string, killedBy: readonly string[], tests?: string }} Mutation
 * @typedef {{ root: string, scratch: string }} Workplace `scratch` is for what tests put into the folder for temporary files
 */

/** Folders of packages that tools write into are the copy's own. */
const writtenByTools = /^\.(?!bin$)/

/**
 * Makes as many copies as asked for in one folder. Short names: a socket's path has to fit into some hundred letters.
 * @param {number} count @returns {{ places: readonly Workplace[], remove: () => void }}
 */
export function makeWorkplaces(count) {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
  // A test that is being stopped may still write into it.
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  try {
    const files = projectFiles()
    const places = Array.from({ length: count }, (_, index) => makeWorkplace(folder, index, files))
    return { places, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** What is committed, and what is going to be. */
function projectFiles() {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  return list
    .toString()
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
}

/** @param {string} folder @param {number} index @param {readonly string[]} files */
function makeWorkplace(folder, index, files) {
  const place = { root: join(folder, `${index}`), scratch: join(folder, `t${index}`) }
  mkdirSync(place.scratch)
  for (const path of files) {
    mkdirSync(dirname(join(place.root, path)), { recursive: true })
    cpSync(join(ROOT, path), join(place.root, path))
  }
  linkPackages(join(place.root, 'node_modules'))
  return place
}

/** Links package by package: what tools keep beside them stays in the copy. @param {string} packages */
function linkPackages(packages) {
  mkdirSync(packages)
  const own = join(ROOT, 'node_modules')
  for (const name of readdirSync(own))
    if (!writtenByTools.test(name)) symlinkSync(join(own, name), join(packages, name), 'junction')
  // Without the record of what is installed a test that runs one of our scripts has it install everything, over these links.
  cpSync(join(own, '.package-lock.json'), join(packages, '.package-lock.json'))
}

/**
 * Why a mutation does not fit, or null.
 * @param {Workplace} place @param {Mutation} mutation @returns {string | null}
 */
export function misfit({ root }, { file, text, replacement, killedBy }) {
  const missing = [file, ...killedBy].filter((path) => !existsSync(join(root, path)))
  if (missing.length > 0) return `${missing.join(', ')} does not exist`
  if (killedBy.length === 0) return 'names no test'
  if (text === replacement) return 'changes nothing'
  const found = readFileSync(join(root, file), 'utf8').split(text).length - 1
  return found === 1 ? null : `the text stands ${found} times in ${file}`
}

/**
 * Breaks a copy for as long as the work takes.
 * @template T
 * @param {Workplace} place
 * @param {readonly Mutation[]} mutations that fit, in places that do not overlap
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function whileBroken({ root }, mutations, work) {
  const paths = [...new Set(mutations.map(({ file }) => join(root, file)))]
  const whole = new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]))
  try {
    for (const [path, text] of whole) {
      const own = mutations.filter(({ file }) => join(root, file) === path)
      writeFileSync(path, brokenText(text, own))
    }
    return await work()
  } finally {
    for (const [path, text] of whole) writeFileSync(path, text)
  }
}

/** From the end on: what comes before stays where it is. @param {string} whole @param {readonly Mutation[]} mutations */
function brokenText(whole, mutations) {
  const placed = mutations.map((mutation) => ({ ...mutation, at: whole.indexOf(mutation.text) }))
  return placed
    .sort((one, other) => other.at - one.at)
    .reduce(
      (text, { at, text: old, replacement }) => text.slice(0, at) + replacement + text.slice(at + old.length),
      whole,
    )
}

/**
 * Where each mutation stands when all of them are made: lines counted from 1.
 * @param {Workplace} place @param {readonly Mutation[]} mutations in places that do not overlap
 * @returns {ReadonlyMap<Mutation, { readonly from: number, readonly to: number }>}
 */
export function brokenLines({ root }, mutations) {
  const spans = new Map()
  for (const file of new Set(mutations.map((mutation) => mutation.file))) {
    const whole = readFileSync(join(root, file), 'utf8')
    const own = mutations.filter((mutation) => mutation.file === file)
    let added = 0
    for (const mutation of own.toSorted((one, other) => whole.indexOf(one.text) - whole.indexOf(other.text))) {
      const from = breaksIn(whole.slice(0, whole.indexOf(mutation.text))) + 1 + added
      spans.set(mutation, { from, to: from + breaksIn(mutation.replacement) })
      added += breaksIn(mutation.replacement) - breaksIn(mutation.text)
    }
  }
  return spans
}

/** @param {string} text */
function breaksIn(text) {
  return text.split('\n').length - 1
}

/** Whether two mutations are of places that touch each other. @param {Workplace} place @param {Mutation} one @param {Mutation} other */
export function overlap({ root }, one, other) {
  if (one.file !== other.file) return false
  const whole = readFileSync(join(root, one.file), 'utf8')
  const [start, otherStart] = [whole.indexOf(one.text), whole.indexOf(other.text)]
  return start < otherStart + other.text.length && otherStart < start + one.text.length
}
