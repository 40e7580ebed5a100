import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nothingKept, type KeptTargets } from '#core/app/targets/kept-targets.ts'
import { createTargetsStore } from '#core/store/targets-store.ts'
import { keptAs } from '#test/support/sample-problems.ts'

const log = { debug() {}, info() {}, warn() {}, error() {} }
const kept: KeptTargets = {
  favourites: [
    {
      place: { profile: { type: 'named', name: 'work' }, region: 'eu-west-1' },
      what: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
      name: 'bastion-a',
    },
  ],
  recent: [],
  places: [{ profile: { type: 'named', name: 'work' }, region: 'eu-west-1' }],
  environments: { '482100973316': 'production' },
  agreed: { '482100973316': '2026-11-29' },
}

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-targets-'))
  path = join(folder, 'targets.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => createTargetsStore({ path, clock: { now: () => 1_800_000_000_000 }, log })

describe('the file of what is remembered of targets', () => {
  it('gives nothing without a file, and what was saved with one, for its owner alone', async () => {
    expect(await open().load()).toEqual({ kept: nothingKept, problems: [] })
    expect(await open().save(kept)).toMatchObject({ ok: true })
    expect(await open().load()).toEqual({ kept, problems: [] })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('loses one entry to one bad entry', async () => {
    const favourites = [{ name: 'half' }, ...kept.favourites]
    const agreed = { ...kept.agreed, other: 'for ever' }
    await writeFile(path, JSON.stringify({ version: 1, ...kept, favourites, agreed, recent: 'nonsense' }))
    expect(await open().load()).toEqual({ kept, problems: [] })
  })

  it('keeps a file that is no JSON aside, and writes none of a later version over', async () => {
    await writeFile(path, 'nonsense')
    const { kept: loaded, problems } = await open().load()
    expect(loaded).toEqual(nothingKept)
    expect(await readdir(folder)).toContain(keptAs(problems[0]))
    await writeFile(path, JSON.stringify({ ...kept, version: 9 }))
    const store = open()
    expect(await store.load()).toMatchObject({ kept, problems: [{ code: 'CATALOG_NEWER' }] })
    expect(await store.save(nothingKept)).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 9 })
  })
})
