/** Which tests are about shells, and how they are counted: by what they are about, and by the engine that carried them. */

export const ENGINES = /** @type {const} */ (['builtin', 'plugin'])

/** With what the paths of a group's tests begin. Those in `test/e2e` are run once with each engine. */
const PLACES = {
  terminal: [
    'test/e2e/shell-',
    'test/e2e/shells.',
    'test/e2e/terminal',
    'test/integration/shells/',
    'test/integration/engine/shell.test.ts',
    'test/integration/relay/encrypted-shell.test.ts',
    'test/integration/relay/terminal-streams.test.ts',
    'test/integration/relay/terminals.test.ts',
  ],
  ime: ['test/e2e/ime'],
  ssh: ['test/e2e/ssh', 'test/integration/ssh/'],
  files: ['test/e2e/files', 'test/integration/files/'],
  recording: ['test/e2e/recordings', 'test/integration/recordings/'],
  hostile: ['test/e2e/hostile.'],
}

export const GROUPS = Object.keys(PLACES)

/** @param {readonly string[]} groups @returns {readonly string[]} beginnings of the paths of their tests */
export function placesOf(groups) {
  return groups.flatMap((group) => PLACES[group])
}

/** How a test says that it is for an engine: "over the builtin engine", "terminal (builtin)". @param {string} engine @returns {string} a pattern */
export function namingOf(engine) {
  return `\\b${engine} engine\\b|\\(${engine}\\)`
}

/** The engine that a test says it is for, in its name. @param {string} name */
export function engineNamed(name) {
  return ENGINES.find((engine) => new RegExp(namingOf(engine)).test(name)) ?? null
}

/**
 * @typedef {{ name: string, engine: 'builtin' | 'plugin' | 'none', passed: number, failed: number, skipped: number }} Group
 *   `engine` is `none` for tests in which no session is carried
 * @param {readonly { outcome: import('./outcomes.mjs').Outcome, engine: 'builtin' | 'plugin' | null }[]} ended `engine`: the
 *   one that the whole run had
 * @param {readonly string[]} groups those that were asked for
 * @returns {readonly Group[]} each group has a line for each engine, also when no test of it was found
 */
export function groupsOf(ended, groups) {
  /** @type {Map<string, Group>} */
  const found = new Map()
  const groupAt = (name, engine) => {
    const key = `${name} ${engine}`
    const group = found.get(key) ?? { name, engine, passed: 0, failed: 0, skipped: 0 }
    found.set(key, group)
    return group
  }
  for (const name of groups) for (const engine of ENGINES) groupAt(name, engine)
  for (const { outcome, engine } of ended) {
    const name = groups.find((group) => PLACES[group].some((place) => outcome.name.startsWith(place)))
    if (name !== undefined) groupAt(name, engineNamed(outcome.name) ?? engine ?? 'none')[outcome.state] += 1
  }
  return [...found.values()].toSorted((one, other) => groups.indexOf(one.name) - groups.indexOf(other.name))
}

/** Nothing failed, and of each group something ran with each engine. @param {readonly Group[]} groups */
export function allHold(groups) {
  return groups.every(({ passed, failed }) => failed === 0 && passed > 0)
}
