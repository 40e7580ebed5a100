import { keptAs } from '../../support/sample-problems.ts'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '#core/app/ports.ts'
import { createCatalogStore } from '#core/store/catalog-store.ts'
import { readDocument, type DocumentFormat, type JsonObject } from '#core/store/json-document.ts'
import { withFields } from '#test/support/tunnel-fields.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'

const log: Log = { debug() {}, info() {}, warn() {}, error() {} }
const first = sampleTunnel()
const second = sampleTunnel({ id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a02', name: 'billing', localPort: 15_433 })

const startUrls = async () => new Map([['harborline', 'https://harborline.awsapps.com/start']])

let folder = ''
let path = ''
let time = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-catalog-'))
  path = join(folder, 'tunnels.json')
  time = 1_800_000_000_000
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = (format?: DocumentFormat) =>
  createCatalogStore({ path, clock: { now: () => time }, log, startUrls, ...(format && { format }) })
const put = (document: unknown): Promise<void> =>
  writeFile(path, typeof document === 'string' ? document : JSON.stringify(document))
const files = async (): Promise<readonly string[]> => (await readdir(folder)).toSorted()
const text = (name = 'tunnels.json'): Promise<string> => readFile(join(folder, name), 'utf8')

describe('the catalog', () => {
  it('is empty without a file, and writes none by itself', async () => {
    expect(await open().load()).toEqual({ environments: defaultEnvironments, tunnels: [], problems: [] })
    expect(await files()).toEqual([])
  })

  it('gives back what was saved, for the user alone', async () => {
    expect(await open().save([first, second])).toMatchObject({ ok: true })
    expect(await open().load()).toEqual({ environments: defaultEnvironments, tunnels: [first, second], problems: [] })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('makes its folder', async () => {
    path = join(folder, 'not', 'there', 'tunnels.json')
    expect(await open().save([first])).toMatchObject({ ok: true })
    expect((await open().load()).tunnels).toEqual([first])
  })

  it('writes saves in order, each whole', async () => {
    const store = open()
    const saves = Array.from({ length: 20 }, (_, index) =>
      store.save([withFields(first, { localPort: 20_000 + index })]),
    )
    await Promise.all(saves)
    expect((await open().load()).tunnels[0]?.preference.localPort).toBe(20_019)
    expect(await files()).toEqual(['tunnels.json'])
  })

  it.each([
    ['torn', '{"version":2,"tunnels":[{"id":'],
    ['empty', ''],
    ['a list', '[]'],
    ['without a version', '{"tunnels":[]}'],
    ['without a list', '{"version":2,"tunnels":{}}'],
  ])('keeps a file that is %s aside and says so', async (_what, content) => {
    await put(content)
    const { tunnels, problems } = await open().load()
    expect(tunnels).toEqual([])
    expect(problems).toMatchObject([
      { code: 'CATALOG_CORRUPT', details: { keptAs: 'tunnels.corrupt-2027-01-15T08-00-00-000Z.json' } },
    ])
    expect(await text('tunnels.corrupt-2027-01-15T08-00-00-000Z.json')).toBe(content)
  })

  it('never writes over an earlier file that was kept aside', async () => {
    await put('first')
    await open().load()
    await put('second')
    await open().load()
    expect(await text('tunnels.corrupt-2027-01-15T08-00-00-000Z.json')).toBe('first')
    expect(await text('tunnels.corrupt-2027-01-15T08-00-00-000Z-2.json')).toBe('second')
  })

  it('keeps a file that stays as it is aside once, at however many starts', async () => {
    await put('first')
    const kept: string[] = []
    for (let start = 0; start < 3; start += 1) {
      time += 60_000
      kept.push(keptAs((await open().load()).problems[0]))
    }
    expect(new Set(kept).size).toBe(1)
    expect(await files()).toEqual([kept[0], 'tunnels.json'])
  })

  it('loses no tunnel to a bad one, names it, and complains once', async () => {
    const bad = { ...second, preference: { ...second.preference, localPort: 'many' } }
    const twin = { ...withFields(second, { name: 'twin of the first' }), id: first.id }
    await put({ version: 2, tunnels: [first, bad, 7, twin, second] })
    const { tunnels, problems } = await open().load()
    expect(tunnels).toEqual([first, second])
    expect(problems).toMatchObject([
      { code: 'CATALOG_CORRUPT', details: { names: ['billing', '#3', 'twin of the first'] } },
    ])
    expect(await text(keptAs(problems[0]))).toContain('"many"')
    expect(await open().load()).toEqual({ environments: defaultEnvironments, tunnels: [first, second], problems: [] })
  })

  it('keeps what it does not know, of the file and of each tunnel, and nothing that was taken out', async () => {
    const { definition, preference } = first
    const later = { definition: { ...definition, owner: 'db' }, preference: { ...preference, pinned: true } }
    await put({ version: 2, teams: ['a'], tunnels: [{ ...first, ...later, colour: 'red' }, second] })
    const store = open()
    await store.load()
    const { label: _label, ...plain } = definition
    await store.save([{ ...first, definition: plain }])
    const written = JSON.parse(await text()) as { teams: unknown; tunnels: Record<string, unknown>[] }
    expect(written.teams).toEqual(['a'])
    expect(written.tunnels).toEqual([
      { ...first, definition: { ...plain, owner: 'db' }, preference: { ...preference, pinned: true }, colour: 'red' },
    ])
  })

  it('keeps what it does not know at any depth, as long as what it is in stays', async () => {
    const { definition, preference } = first
    const [tag] = definition.target.by === 'tag' ? definition.target.tags : []
    const other = { key: 'Stage', value: 'live' }
    const raw = {
      ...first,
      definition: {
        ...definition,
        account: { ...definition.account, alias: 'orders' },
        endpoint: { ...definition.endpoint, tls: { name: 'db', pins: [1] } },
        target: { by: 'tag', any: true, tags: [{ ...tag, regex: true }, other] },
      },
      preference: { ...preference, profile: { ...preference.profile, note: 'mine' } },
    }
    await put({ version: 2, tunnels: [raw] })
    const store = open()
    const [loaded] = (await store.load()).tunnels
    if (loaded === undefined || tag === undefined) throw new Error('no tunnel')
    const saved = async (changes: Parameters<typeof withFields>[1]): Promise<unknown> => {
      await store.save([withFields(loaded, changes)])
      return (JSON.parse(await text()) as { tunnels: unknown[] }).tunnels[0]
    }
    expect(await saved({})).toEqual(raw)
    const moved = { ...definition.endpoint, port: 6_543 }
    expect(await saved({ endpoint: moved, target: { by: 'tag', tags: [other, tag] } })).toEqual({
      ...raw,
      definition: {
        ...raw.definition,
        endpoint: { ...raw.definition.endpoint, port: 6_543 },
        target: { by: 'tag', any: true, tags: [other, { ...tag, regex: true }] },
      },
    })
    const target = { by: 'id', id: 'i-0ab3f29c81d7e4402' } as const
    expect(await saved({ target })).toEqual({ ...raw, definition: { ...raw.definition, target } })
  })

  it('has the environments of the file, and keeps them', async () => {
    const environments = [
      { id: 'eu-live', name: 'Live EU', mark: 'filled', isProduction: true, firstDigit: 4 },
      { id: 'qa', name: '検証', mark: 'hollow', isProduction: false, firstDigit: 5 },
    ]
    const live = withFields(first, { environment: 'eu-live' })
    await put({ version: 2, environments, tunnels: [live] })
    const store = open()
    expect(await store.load()).toEqual({ environments, tunnels: [live], problems: [] })
    await store.save([])
    expect(JSON.parse(await text())).toEqual({ version: 2, environments, tunnels: [] })
  })

  it('has no tunnel in an environment that there is not', async () => {
    await put({ version: 2, tunnels: [first, withFields(second, { environment: 'qa' })] })
    const { tunnels, problems } = await open().load()
    expect(tunnels).toEqual([first])
    expect(problems).toMatchObject([{ code: 'CATALOG_CORRUPT', details: { names: ['billing'] } }])
  })

  it('takes no list of environments that names one twice, or none', async () => {
    const [production] = defaultEnvironments
    for (const environments of [[], [production, production], 'all', [{ id: 'No Blanks' }]]) {
      await put({ version: 2, environments, tunnels: [first] })
      const loaded = await open().load()
      expect(loaded).toMatchObject({
        environments: defaultEnvironments,
        tunnels: [],
        problems: [{ code: 'CATALOG_CORRUPT' }],
      })
    }
  })

  it('reads a file of a later version and never writes it', async () => {
    const later = JSON.stringify({ version: 9, tunnels: [first, { future: true }] })
    await put(later)
    const store = open()
    const { tunnels, problems } = await store.load()
    expect(tunnels).toEqual([first])
    expect(problems).toMatchObject([{ code: 'CATALOG_NEWER', details: { version: 9, known: 2 } }])
    expect(await store.save([])).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
    expect(await text()).toBe(later)
    expect(await files()).toEqual(['tunnels.json'])
  })

  it('brings old versions forward, one step at a time', async () => {
    const { armed, ...rest } = first
    await put({ version: 1, items: [{ ...rest, on: armed }] })
    const store = open({
      version: 3,
      migrations: {
        1: ({ items, ...others }) => ({ ...others, tunnels: items }),
        2: async (document) => {
          const tunnels = document['tunnels'] as { on: boolean }[]
          return { ...document, tunnels: tunnels.map(({ on, ...other }) => ({ ...other, armed: on })) }
        },
      },
    })
    expect(await store.load()).toEqual({ environments: defaultEnvironments, tunnels: [first], problems: [] })
    expect(JSON.parse(await text())).toEqual({ version: 3, tunnels: [first] })
    expect(JSON.parse(await text('tunnels.v1.json'))).toMatchObject({ version: 1 })
  })

  it('says the version that each step leads to, whatever the step says', async () => {
    await put({ version: 1, steps: [] })
    const step = (document: JsonObject): JsonObject => ({
      version: 'none',
      steps: [...(document['steps'] as unknown[]), document['version']],
    })
    const read = await readDocument(path, { version: 3, migrations: { 1: step, 2: step } })
    expect(read).toEqual({ kind: 'read', document: { version: 3, steps: [1, 2] }, migratedFrom: 1 })
  })

  it.each([0, -1, 1.5, '2', null])('takes %j for no version', async (version) => {
    await put({ version, tunnels: [first] })
    expect(await readDocument(path, { version: 2, migrations: {} })).toEqual({ kind: 'corrupt', reason: 'no version' })
  })

  it('is not written over when it could not be brought to the format of today', async () => {
    const old = { version: 1, tunnels: [first] }
    await put(old)
    const broken = async (): Promise<never> => {
      throw new Error('no')
    }
    const store = open({ version: 2, migrations: { 1: broken } })
    expect((await store.load()).problems).toMatchObject([{ code: 'CATALOG_CORRUPT' }])
    expect(await store.save([second])).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
    expect(JSON.parse(await text())).toEqual(old)
  })

  it('understands a byte order mark', async () => {
    await put(`\uFEFF${JSON.stringify({ version: 2, tunnels: [first] })}`)
    expect((await open().load()).tunnels).toEqual([first])
  })

  it('says when it can not be written, and leaves the old file whole', async () => {
    await open().save([first])
    const store = open()
    await store.load()
    await rm(folder, { recursive: true })
    await writeFile(folder, 'a file where the folder was')
    expect(await store.save([second])).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
  })

  it('does not write over what it could not read', async () => {
    await mkdir(path)
    const store = open()
    expect((await store.load()).problems).toMatchObject([{ code: 'CATALOG_CORRUPT', details: { reason: 'EISDIR' } }])
    expect(await store.save([])).toMatchObject({ ok: false, error: { details: { reason: 'EISDIR' } } })
  })
})
