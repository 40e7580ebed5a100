import { keptAs } from '../../support/sample-problems.ts'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settings as schema } from '#contract/snapshot.ts'
import { createSettingsStore } from '#core/store/settings-store.ts'

const defaults = schema.parse({})
const log = { debug() {}, info() {}, warn() {}, error() {} }

let folder = ''
let path = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-settings-'))
  path = join(folder, 'settings.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => createSettingsStore({ path, clock: { now: () => 1_800_000_000_000 }, log })

describe('the settings file', () => {
  it('gives defaults without a file, and what was saved with one', async () => {
    expect(await open().load()).toEqual(defaults)
    await open().save({ ...defaults, theme: 'dark', clientWaitSeconds: 30 })
    expect(await open().load()).toEqual({ ...defaults, theme: 'dark', clientWaitSeconds: 30 })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('loses one setting to one bad value', async () => {
    await writeFile(path, JSON.stringify({ version: 1, theme: 'plaid', language: 'ja', clientWaitSeconds: 1 }))
    const store = open()
    expect(await store.load()).toEqual({ ...defaults, language: 'ja' })
    expect(store.problems()).toEqual([])
  })

  it('keeps settings that it does not know', async () => {
    await writeFile(path, JSON.stringify({ version: 1, future: { deep: true } }))
    const store = open()
    await store.save({ ...(await store.load()), theme: 'light' })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ future: { deep: true }, theme: 'light' })
  })

  it('keeps a file that is no JSON aside', async () => {
    await writeFile(path, 'nonsense')
    const store = open()
    expect(await store.load()).toEqual(defaults)
    expect(store.problems()).toMatchObject([{ code: 'CATALOG_CORRUPT', details: { file: 'settings.json' } }])
    expect(await readdir(folder)).toContain(keptAs(store.problems()[0]))
  })

  it('does not write over a file that it could not keep aside', async () => {
    // A copy's name is longer still than this one, and too long for a folder; the file itself could be written.
    path = join(folder, `${'s'.repeat(225)}.json`)
    await writeFile(path, 'nonsense')
    const store = open()
    expect(await store.load()).toEqual(defaults)
    expect(store.problems()).toMatchObject([{ code: 'CATALOG_CORRUPT', details: { reason: 'not a JSON object' } }])
    expect(await store.save(defaults)).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
    expect(await readFile(path, 'utf8')).toBe('nonsense')
  })

  it('does not write a file of a later version', async () => {
    await writeFile(path, JSON.stringify({ version: 2, theme: 'dark' }))
    const store = open()
    expect((await store.load()).theme).toBe('dark')
    expect(await store.save(defaults)).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
  })
})
