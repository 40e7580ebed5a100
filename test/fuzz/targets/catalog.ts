import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { problem } from '#contract/problem.ts'
import { savedTunnel } from '#contract/tunnel.ts'
import { createCatalogStore } from '#core/store/catalog-store.ts'
import { sampleTunnel } from '#test/unit/domain/sample-tunnels.ts'
import { fieldsOf } from '#test/support/tunnel-fields.ts'
import { type FuzzTarget, promise, promiseSame } from '../engine/target.ts'
import { jsonBytes, unpolluted } from './hostile.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const saved = [
  sampleTunnel(),
  sampleTunnel({
    id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a02',
    name: 'billing',
    target: { by: 'id', id: 'i-0123456789' },
  }),
] as const
const startUrls = async () => new Map([['harborline', 'https://harborline.awsapps.com/start']])
const documents = [
  { version: 2, tunnels: saved },
  { version: 2, tunnels: [{ ...saved[0], later: { x: [1] } }], note: 'kept' },
  { version: 1, tunnels: [{ ...fieldsOf(saved[0]), id: saved[0].id }] },
  { version: 1, tunnels: [] },
  { version: 3, tunnels: saved },
]
const keys = [
  'version',
  'tunnels',
  'id',
  'definition',
  'preference',
  'name',
  'profile',
  'account',
  'target',
  'endpoint',
  'localPort',
  'by',
  'tag',
]

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
  const open = () => createCatalogStore({ path, clock: { now: () => 1_800_000_000_000 }, log, startUrls })
  const store = open()
  const { tunnels, problems } = await store.load()
  promise(unpolluted(), 'no object but the result is changed')
  for (const found of problems) promise(problem.safeParse(found).success, 'every problem is one of ours')
  for (const tunnel of tunnels) promise(savedTunnel.safeParse(tunnel).success, 'what is loaded is a tunnel')
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
