import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { savedTunnel } from '#contract/tunnel.ts'
import { createCatalogStore } from '#core/store/catalog-store.ts'
import { catalogFromVersion1, tunnelVersion1, type TunnelVersion1 } from '#core/store/catalog-version-1.ts'
import { createSettingsStore } from '#core/store/settings-store.ts'
import { randomOf, type Random } from '#test/fuzz/engine/random.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { readWindowState } from '../../../main/parts/window-state-store.ts'

/** Files that the program wrote before tunnels were parted (commit 9790c02), with every kind of tunnel. */
const written = join(import.meta.dirname, '..', '..', 'fixtures', 'v1')
const harborline = 'https://harborline.awsapps.com/start'
const log = { debug() {}, info() {}, warn() {}, error() {} }
const clock = { now: () => 1_800_000_000_000 }

let folder = ''
let path = ''
let startUrls: () => Promise<ReadonlyMap<string, string>>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-v1-'))
  path = join(folder, 'tunnels.json')
  await copyFile(join(written, 'tunnels.json'), path)
  startUrls = async () => new Map([['harborline', harborline]])
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const open = () => createCatalogStore({ path, clock, log, startUrls: () => startUrls() })
const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')

describe('a catalog of version 1', () => {
  it('becomes definitions, preferences and switches', async () => {
    const { tunnels, problems } = await open().load()
    expect(problems).toEqual([])
    expect(tunnels.map(({ definition }) => definition.name)).toEqual([
      'orders-db',
      'billing-mysql',
      'session-cache',
      'catalog-search',
      '在庫',
    ])
    const [orders, billing, cache, search] = tunnels
    expect(orders).toEqual({
      id: '4b1d7c10-5a2e-4f3b-8c6d-000000000001',
      definition: {
        name: 'orders-db',
        label: 'writer',
        environment: 'production',
        kind: 'postgresql',
        account: { accountId: '482100973316', roleName: 'DatabaseTunnel', startUrl: harborline },
        region: 'ap-northeast-1',
        target: {
          by: 'tag',
          tags: [
            { key: 'Role', value: 'bastion' },
            { key: 'Team', value: '' },
          ],
        },
        endpoint: { host: 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com', port: 5432 },
        database: 'orders',
        reason: 'on call',
      },
      preference: {
        localPort: 21_432,
        profile: { type: 'sso', session: 'harborline' },
        sessionStart: 'first-connection',
        engine: 'auto',
        idleMinutes: 45,
        lanes: true,
        username: 'app_ro',
      },
      armed: true,
    })
    expect(billing?.definition.account).toBeUndefined()
    expect(billing).toMatchObject({
      preference: { profile: { type: 'named', name: 'billing staging' }, idleMinutes: null, sessionStart: 'manual' },
      armed: false,
    })
    expect(cache?.definition.target).toEqual({ by: 'id', id: 'mi-07c2e9f1b4d8a6053' })
    // Its sign-in is not on this computer any more: by its name it is found again.
    expect(search).toMatchObject({
      definition: { account: { accountId: '730155204418', roleName: 'Read Only' }, target: { by: 'ecs' } },
      preference: { profile: { type: 'sso', session: 'acme-eu' } },
    })
    expect(search?.definition.account?.startUrl).toBeUndefined()
  })

  it('stays beside the file that replaces it, byte for byte, and is not brought forward twice', async () => {
    const before = await text('tunnels.json')
    const { tunnels } = await open().load()
    expect(await text('tunnels.v1.json')).toBe(before)
    expect(JSON.parse(await text('tunnels.json'))).toEqual({ version: 2, tunnels })
    expect(await open().load()).toEqual({ environments: defaultEnvironments, tunnels, problems: [] })
    expect((await readdir(folder)).toSorted()).toEqual(['tunnels.json', 'tunnels.v1.json'])
  })

  it('that was put back after a later version ran needs no second copy, unless it was changed', async () => {
    await open().load()
    await copyFile(join(folder, 'tunnels.v1.json'), path)
    await open().load()
    expect((await readdir(folder)).toSorted()).toEqual(['tunnels.json', 'tunnels.v1.json'])
    await writeFile(path, JSON.stringify({ version: 1, tunnels: [] }))
    await open().load()
    expect((await readdir(folder)).toSorted()).toEqual(['tunnels.json', 'tunnels.v1-2.json', 'tunnels.v1.json'])
  })

  it('loses nothing when it can be kept and its successor not be written, however often that is tried', async () => {
    const before = await text('tunnels.json')
    // A copy's name still fits into a folder, that of the file which is written first does not.
    const name = `${'t'.repeat(245)}.json`
    await rename(path, join(folder, name))
    path = join(folder, name)
    for (let start = 1; start <= 3; start += 1) {
      const store = open()
      const { tunnels, problems } = await store.load()
      expect(tunnels).toHaveLength(5)
      expect(problems).toMatchObject([{ code: 'CATALOG_NOT_WRITTEN', details: { reason: 'ENAMETOOLONG' } }])
      expect(await store.save(tunnels)).toMatchObject({ ok: false })
      const copy = `${'t'.repeat(245)}.v1.json`
      expect((await readdir(folder)).toSorted()).toEqual([name, copy])
      expect([await text(name), await text(copy)]).toEqual([before, before])
    }
  })

  it('keeps unknown keys at any depth', async () => {
    const document = JSON.parse(await text('tunnels.json')) as { tunnels: { endpoint: object }[] }
    const [entry] = document.tunnels
    if (entry === undefined) throw new Error('no tunnel')
    entry.endpoint = { ...entry.endpoint, tls: { name: 'db' } }
    await writeFile(path, JSON.stringify(document))
    await open().load()
    const written = JSON.parse(await text('tunnels.json')) as { tunnels: { definition: object }[] }
    expect(written.tunnels[0]?.definition).toMatchObject({ endpoint: { tls: { name: 'db' } } })
  })

  it('is left as it is when it can not be brought forward', async () => {
    const before = await text('tunnels.json')
    startUrls = async () => Promise.reject(new Error('no config'))
    const store = open()
    const { tunnels, problems } = await store.load()
    expect(tunnels).toEqual([])
    expect(problems).toMatchObject([
      { code: 'CATALOG_CORRUPT', details: { reason: 'not brought from version 1 to 2: no config' } },
    ])
    expect(await store.save([])).toMatchObject({ ok: false })
    expect(await text('tunnels.json')).toBe(before)
    expect(await readdir(folder)).toEqual(['tunnels.json'])
  })

  it('is not written over when it can not be kept', async () => {
    startUrls = async () => {
      // What lies there now can not be copied.
      await rm(path)
      await mkdir(path)
      return new Map()
    }
    const { tunnels, problems } = await open().load()
    expect(tunnels).toHaveLength(5)
    const reason: unknown = expect.stringContaining('version 1 could not be kept')
    expect(problems).toMatchObject([{ code: 'CATALOG_NOT_WRITTEN', details: { reason } }])
    expect(await readdir(folder)).toEqual(['tunnels.json'])
  })

  it('loses no tunnel to a bad one, and keeps what it does not know of one', async () => {
    const document = JSON.parse(await text('tunnels.json')) as { tunnels: Record<string, unknown>[] }
    const [first, second] = document.tunnels
    await writeFile(
      path,
      JSON.stringify({
        ...document,
        tunnels: [
          { ...first, colour: 'red' },
          { ...second, region: 1 },
        ],
      }),
    )
    const { tunnels, problems } = await open().load()
    expect(tunnels.map(({ definition }) => definition.name)).toEqual(['orders-db'])
    expect(problems).toMatchObject([{ code: 'CATALOG_CORRUPT', details: { names: ['billing-mysql'] } }])
    expect(JSON.parse(await text('tunnels.json'))).toMatchObject({ tunnels: [{ colour: 'red' }] })
  })
})

describe('the other files of that program', () => {
  it('are read as they are', async () => {
    const settings = createSettingsStore({ path: join(written, 'settings.json'), clock, log })
    expect(await settings.load()).toEqual({
      theme: 'dark',
      language: 'ja',
      engine: 'builtin',
      pluginPath: null,
      certificateFile: null,
      agreedHosts: [],
      agreedPrograms: [],
      sshPushesKey: false,
      terminalFont: '',
      terminalFontSize: 12,
      terminalScrollback: 5_000,
      terminalCursor: 'block',
      terminalBell: 'mark',
      copyOnSelect: false,
      pasteAsks: 'always',
      clipboardFromShells: false,
      signInMethod: 'device-code',
      tokenPlace: 'aws-cli',
      clientWaitSeconds: 120,
      portUsers: 'any-user',
      knowsAppLivesOn: false,
      recordShells: {},
      recordKeys: 'none',
      keepRecordings: { days: 90, megabytes: 2_000 },
    })
    expect(settings.problems()).toEqual([])
    expect(readWindowState(join(written, 'window.json'))).toEqual({
      bounds: { x: 40, y: 60, width: 1_180, height: 760 },
    })
  })
})

const maybe = <T extends object>(random: Random, part: T): Partial<T> => (random.below(2) === 0 ? {} : part)
const word = (random: Random, most: number): string =>
  Array.from({ length: 1 + random.below(most) }, () =>
    random.pick(['a', 'Z', '7', '-', 'é', '表', '"', '\\']).trim(),
  ).join('')

function anyTunnel(random: Random): TunnelVersion1 {
  const port = (): number => 1 + random.below(65_535)
  return tunnelVersion1.parse({
    id: `00000000-0000-4000-8000-${String(random.below(1e9)).padStart(12, '0')}`,
    name: word(random, 80),
    ...maybe(random, { label: word(random, 40) }),
    environment: random.pick(['production', 'staging', 'development']),
    kind: random.pick(['postgresql', 'mysql', 'redis', 'opensearch', 'tcp']),
    profile: random.pick([
      { type: 'named', name: word(random, 30) },
      {
        type: 'sso',
        session: random.pick(['harborline', 'gone']),
        accountId: '482100973316',
        roleName: word(random, 9),
      },
    ]),
    region: random.pick(['eu-west-1', 'us-gov-west-1', 'cn-north-1', 'us-iso-east-1']),
    target: random.pick([
      { by: 'id', id: random.pick(['i-0ab3f29c', 'mi-07c2e9f1b4d8a6053']) },
      { by: 'tag', tags: [{ key: word(random, 20), value: word(random, 20) }] },
      { by: 'ecs', cluster: word(random, 9), service: word(random, 9), container: word(random, 9) },
    ]),
    endpoint: { host: random.pick(['db.internal', '::1', '10.0.0.1', 'localhost']), port: port() },
    localPort: port(),
    ...maybe(random, { sessionStart: random.pick(['first-connection', 'manual']) }),
    ...maybe(random, { engine: random.pick(['auto', 'builtin', 'plugin']) }),
    ...maybe(random, { idleMinutes: random.pick([null, 1, 1_440]) }),
    ...maybe(random, { reason: word(random, 200) }),
    ...maybe(random, { database: word(random, 100) }),
    ...maybe(random, { username: word(random, 100) }),
    armed: random.below(2) === 0,
  })
}

/** A tunnel of today as one flat list, with the account's start URL left out. */
function flat(tunnel: unknown): unknown {
  const { id, armed, definition, preference } = savedTunnel.parse(tunnel)
  const { account, ...shared } = definition
  // There was no such thing in version 1.
  const { lanes, ...own } = preference
  expect(lanes).toBe(true)
  const { startUrl: _startUrl, ...parts } = account ?? {}
  return { id, armed, ...shared, ...own, profile: { ...parts, ...own.profile } }
}

it('every tunnel of version 1 is a tunnel of today with the same fields, in the same order', () => {
  const random = randomOf('version 1')
  for (let turn = 0; turn < 500; turn += 1) {
    const tunnels = Array.from({ length: random.below(4) }, () => anyTunnel(random))
    const document = Object.freeze({ version: 1, tunnels, note: 'kept' })
    const migrated = catalogFromVersion1(document, new Map([['harborline', harborline]]))
    expect(migrated['note']).toBe('kept')
    expect((migrated['tunnels'] as unknown[]).map(flat)).toEqual(tunnels)
  }
})
