/**
 * Breaks the lines of defence one by one and asks the tests: `npm run test:mutations [-- --json] [--only NAME[,NAME]] [--workers N]`,
 * where a name is a mutation's, or that of a line of the table in docs/security.md. Works on a copy of what is in the folder,
 * committed or not. With `--json` the last line is `{"ok": …, "mutations": …, "killed": …, "survived": […], "broken": […]}`.
 * `broken` are mutations that say nothing: the text is not there, it does not compile, or their tests fail without them.
 */
import { parseArgs } from 'node:util'
import { runMutations } from './mutations/run-mutations.mjs'
import { loadTypeScript } from './run-typescript.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { runCommand } from './setup/result.mjs'

const DEFAULT_WORKERS = 2

function options() {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: { type: 'string' }, workers: { type: 'string' } },
  })
  const workers = Number(values.workers ?? DEFAULT_WORKERS)
  if (!Number.isInteger(workers) || workers < 1) throw new Error(`--workers takes a number, not ${values.workers}`)
  return { only: values.only?.split(',') ?? null, workers }
}

/**
 * @param {readonly import('./mutations/workplace.mjs').Mutation[]} mutations
 * @param {readonly string[] | null} only
 */
function chosen(mutations, only) {
  if (only === null) return mutations
  const unknown = only.filter((wish) => !mutations.some(({ name, line }) => name === wish || line === wish))
  if (unknown.length > 0) throw new Error(`--only: there is no mutation and no line ${unknown.join(', ')}`)
  return mutations.filter(({ name, line }) => only.includes(name) || only.includes(line))
}

async function main() {
  const { only, workers } = options()
  await ensureNpmPackages()
  const { mutations } = await loadTypeScript('test/mutations/index.ts')
  return await runMutations(chosen(mutations, only), workers)
}

function tell({ mutations, killed, survived, broken }) {
  process.stdout.write(
    `${mutations} mutations, ${killed} killed, ${survived.length} survived, ${broken.length} broken\n`,
  )
}

await runCommand({
  module: import.meta.url,
  name: 'mutations',
  main,
  tell,
  nothing: { mutations: 0, killed: 0, survived: [], broken: [] },
})
