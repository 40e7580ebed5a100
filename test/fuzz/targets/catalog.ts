import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { problem } from '#contract/problem.ts'
import { tunnelSpec } from '#contract/tunnel.ts'
import { createCatalogStore } from '#core/store/catalog-store.ts'
import { sampleSpec } from '#test/unit/domain/sample-tunnels.ts'
import { type FuzzTarget, promise, promiseSame } from '../engine/target.ts'
import { jsonBytes, unpolluted } from './hostile.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const specs = [
  sampleSpec(),
  sampleSpec({ id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a02', name: 'billing', target: { by: 'id', id: 'i-0123456789' } }),
]
const documents = [
  { version: 1, tunnels: specs },
  { version: 1, tunnels: [{ ...specs[0], later: { x: [1] } }], note: 'kept' },
  { version: 1, tunnels: [] },
  { version: 2, tunnels: specs },
]
const keys = ['version', 'tunnels', 'id', 'name', 'profile', 'target', 'endpoint', 'localPort', 'by', 'tag']

async function check(input: Buffer): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-fuzz-'))
  try {
    await loadAndSave(input, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function loadAndSave(input: Buffer, folder: string): Promise<void> {
  const path = join(folder, 'tunnels.json')
  await writeFile(path, input)
  const open = () => createCatalogStore({ path, clock: { now: () => 1_800_000_000_000 }, log })
  const store = open()
  const { tunnels, problems } = await store.load()
  promise(unpolluted(), 'no object but the result is changed')
  for (const found of problems) promise(problem.safeParse(found).success, 'every problem is one of ours')
  for (const tunnel of tunnels) promise(tunnelSpec.safeParse(tunnel).success, 'what is loaded is a tunnel')
  promise(new Set(tunnels.map(({ id }) => id)).size === tunnels.length, 'each id comes once')
  const saved = await store.save(tunnels)
  const kept = await contentsOf(folder)
  if (problems.length > 0)
    promise(
      kept.some((content) => content.equals(input)),
      'what was not understood is kept',
    )
  if (!saved.ok)
    return promise(kept.length === 1 && problems.length > 0, 'what may not be written stays, with a reason')
  promiseSame((await open().load()).tunnels, tunnels, 'what was loaded can be saved and loaded again')
}

async function contentsOf(folder: string): Promise<readonly Buffer[]> {
  return Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
}

/** The file of saved tunnels. Slow, for it is a real file. */
export const catalog: FuzzTarget = {
  name: 'catalog',
  cost: 5,
  samples: documents.map((document) => Buffer.from(JSON.stringify(document))),
  tokens: keys.map((key) => JSON.stringify(key)),
  generate: (random) => jsonBytes(random, documents, keys),
  check,
}
