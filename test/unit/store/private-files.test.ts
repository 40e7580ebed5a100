import { chmod, mkdir, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SsoSession } from '#contract/sign-in.ts'
import { createAwsConfigStore } from '#core/store/aws-config/index.ts'
import { createRoleCatalogStore } from '#core/store/aws-config/role-catalog-files.ts'
import { writeDocument } from '#core/store/json-document.ts'
import { createRegistrationStore, createTokenStore } from '#core/store/token-files.ts'
import { createManualClock } from '../identity/manual-clock.ts'

const session: SsoSession = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const clock = createManualClock()

/** Something that is kept: each write is longer than the one before. */
type Write = (folder: string, version: number) => Promise<unknown>

const kept: readonly (readonly [string, Write])[] = [
  [
    'catalog or settings',
    (folder, version) => writeDocument(join(folder, 'x.json'), { text: 'x'.repeat(version * 9) }),
  ],
  [
    'list of roles',
    (folder, version) => {
      const role = { accountId: '111122223333', accountName: 'prod', roleName: 'dba' }
      return createRoleCatalogStore(folder).write(session, {
        listedAt: 1,
        roles: Array.from({ length: version }, () => role),
      })
    },
  ],
  [
    'token',
    (folder, version) => {
      const token = { accessToken: 'a'.repeat(version * 9), expiresAt: 0, refreshToken: null, registration: null }
      return createTokenStore({ clock, folder, loginFolder: folder }).write(session, token)
    },
  ],
  [
    'registration',
    (folder, version) => {
      const registration = { clientId: 'c'.repeat(version * 9), clientSecret: 's', expiresAt: 0 }
      return createRegistrationStore({ clock, folder }).write(session, 'browser', registration)
    },
  ],
  [
    'AWS config',
    (folder, version) => {
      const files = { configFile: join(folder, 'config'), credentialsFile: join(folder, 'credentials') }
      return createAwsConfigStore({ clock, ...files }).putSession({ ...session, name: `corp${version}` })
    },
  ],
]

let home = ''
let folder = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-private-'))
  folder = join(home, 'folder')
})
afterEach(() => rm(home, { recursive: true, force: true }))

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777
/** The file itself; a copy beside it has another name. */
async function fileIn(): Promise<string> {
  const [name = ''] = (await readdir(folder)).toSorted()
  return join(folder, name)
}

describe.each(kept)('a %s', (_, write) => {
  it('is for the user alone, and so is a folder that is made for it', async () => {
    await write(folder, 1)
    expect(await modeOf(folder)).toBe(0o700)
    expect(await modeOf(await fileIn())).toBe(0o600)
  })

  it('leaves a folder that is there as it is', async () => {
    await mkdir(folder)
    await chmod(folder, 0o755)
    await write(folder, 1)
    expect(await modeOf(folder)).toBe(0o755)
  })

  it('is another file with each write: who reads the old one reads it whole', async () => {
    await write(folder, 1)
    const path = await fileIn()
    const before = await open(path)
    try {
      const whole = (await before.readFile()).toString()
      expect(whole.length).toBeGreaterThan(0)
      await write(folder, 2)
      const again = Buffer.alloc(whole.length * 4)
      const { bytesRead } = await before.read(again, 0, again.length, 0)
      expect(again.toString('utf8', 0, bytesRead)).toBe(whole)
    } finally {
      await before.close()
    }
  })

  it('leaves no half of itself behind', async () => {
    await write(folder, 1)
    await write(folder, 2)
    const names = (await readdir(folder)).filter((name) => !name.includes('.culvert-backup-'))
    expect(names).toHaveLength(1)
  })
})

it('a list of roles is that of its own sign-in', async () => {
  const store = createRoleCatalogStore(folder)
  await store.write(session, { listedAt: 1, roles: [] })
  expect(await store.read(session)).toMatchObject({ listedAt: 1 })
  expect(await store.read({ ...session, startUrl: 'https://other.awsapps.com/start' })).toBeNull()
  expect(await store.read({ ...session, region: 'us-east-1' })).toBeNull()
  await writeFile(await fileIn(), '{"version":1,"startUrl":')
  expect(await store.read(session)).toBeNull()
})
