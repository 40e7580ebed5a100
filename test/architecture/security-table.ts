import type { Mutation } from '../mutations/mutation.ts'
import type { SourceFile } from './source-tree.ts'

/** A line of defence, as the table of `docs/security.md` has it. */
export interface DefenceLine {
  readonly name: string
  /** Files of tests that hold it, with the names of tests that are given behind the file. */
  readonly heldBy: readonly { readonly file: string; readonly tests: readonly string[] }[]
}

/** The rows of the table: `name`, what is defended, where, and what holds it. */
export function defenceLines(text: string): readonly DefenceLine[] {
  return text.split('\n').flatMap((row) => {
    const [, name] = /^\| `([a-z-]+)` \|/.exec(row) ?? []
    if (name === undefined) return []
    const held = row.split('|').at(-2) ?? ''
    const heldBy = [...held.matchAll(/`(test\/[\w./-]+)`((?:,? "[^"]+")*)/g)].map(([, file = '', names = '']) => ({
      file,
      tests: [...names.matchAll(/"([^"]+)"/g)].map(([, test = '']) => test),
    }))
    return [{ name, heldBy }]
  })
}

/**
 * Where the table and the mutations do not fit together: each line has mutations, each mutation is of a line, and the tests that a
 * line names are those that kill its mutations. Tests in the whole app or against others' programs may be named besides.
 */
export function tableFaults(
  lines: readonly DefenceLine[],
  mutations: readonly Mutation[],
  files: readonly SourceFile[],
): readonly string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const strays = mutations.filter(({ line }) => !lines.some(({ name }) => name === line))
  const names = mutations.map(({ name }) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  return [
    ...strays.map(({ name, line }) => `${name}: the table has no line ${line}`),
    ...twice.map((name) => `${name}: two mutations have this name`),
    ...lines.flatMap((line) => [...killerFaults(line, mutations), ...namingFaults(line, texts)]),
  ]
}

/** Tests that need the app or programs of others: they show what the quicker ones hold, and are not asked about mutations. */
const besides = ['test/e2e/', 'test/conformance/', 'test/integration/main/']

function killerFaults({ name, heldBy }: DefenceLine, mutations: readonly Mutation[]): readonly string[] {
  const own = mutations.filter(({ line }) => line === name)
  if (own.length === 0) return [`${name}: no mutation breaks it`]
  const killers = new Set(own.flatMap(({ killedBy }) => killedBy))
  const named = new Set(
    heldBy.map(({ file }) => file).filter((file) => !besides.some((folder) => file.startsWith(folder))),
  )
  return [
    ...[...killers].filter((file) => !named.has(file)).map((file) => `${name}: does not name ${file}`),
    ...[...named].filter((file) => !killers.has(file)).map((file) => `${name}: no mutation is killed by ${file}`),
  ]
}

function namingFaults({ name, heldBy }: DefenceLine, texts: ReadonlyMap<string, string>): readonly string[] {
  return heldBy.flatMap(({ file, tests }) => {
    const text = texts.get(file)
    if (text === undefined) return [`${name}: ${file} is not there`]
    return tests.filter((test) => !text.includes(test)).map((test) => `${name}: ${file} has no test "${test}"`)
  })
}
