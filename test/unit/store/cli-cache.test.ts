import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NamedProfile } from '#core/app/identity/ports.ts'
import { cliCacheName } from '#core/store/cli-cache-format.ts'
import { createCliCache } from '#core/store/cli-cache.ts'

const now = Date.UTC(2026, 10, 30, 12)
const clock = { now: () => now, after: () => () => {} }
const profileWith = (settings: NamedProfile['settings']): NamedProfile => ({
  name: 'orders-mfa',
  place: { file: 'config', line: 1 },
  kind: 'assume-role',
  settings,
  sso: null,
  login: null,
  keys: null,
  asSource: null,
  problem: null,
})
const plain = profileWith({
  role_arn: 'arn:aws:iam::482100973316:role/TunnelWithMfa',
  mfa_serial: 'arn:aws:iam::104477662390:mfa/mika-phone',
  source_profile: 'mika',
  region: 'eu-central-1',
})
const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' }
const inMinutes = (minutes: number): number => now + minutes * 60_000

let folder: string
let shares = true
const store = () => createCliCache({ clock, folder, shares: () => shares })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-cli-cache-'))
  shares = true
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the name of a role in the cache of the AWS CLI', () => {
  // Made with Python: hashlib.sha1(json.dumps({...}, sort_keys=True).encode()).
  it.each([
    [plain, '3b68f8765e5b0c5d0db31d8f7f1634db3b0f436f'],
    [
      profileWith({
        role_arn: 'arn:aws:iam::482100973316:role/Büro',
        mfa_serial: 'GAHT12345678',
        external_id: 'harborline-42',
        duration_seconds: '3600',
        role_session_name: 'mika',
      }),
      '5eff77bd399b02d08e174f294fc370e37889729c',
    ],
  ])('is the hash of what is asked of STS', (profile, hash) => {
    expect(cliCacheName(profile)).toBe(`${hash}.json`)
  })
})

describe('a role that is kept', () => {
  it('comes back, in a file for the owner alone, in the form of STS', async () => {
    await store().write(plain, { ...credentials, expiresAt: inMinutes(60) })
    expect(await store().read(plain)).toEqual({ ...credentials, expiresAt: inMinutes(60) })
    const path = join(folder, cliCacheName(plain))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      Credentials: {
        AccessKeyId: 'ASIAEXAMPLE',
        SecretAccessKey: 'secret',
        SessionToken: 'token',
        Expiration: '2026-11-30T13:00:00+00:00',
      },
    })
  })

  it('is of no use with fifteen minutes left, as to the CLI', async () => {
    await store().write(plain, { ...credentials, expiresAt: inMinutes(15) })
    expect(await store().read(plain)).toBeNull()
    await store().write(plain, { ...credentials, expiresAt: inMinutes(16) })
    expect(await store().read(plain)).not.toBeNull()
  })

  it.each(['', '{"Credentials": {', '[]', '{"ProviderType":"sso","Credentials":{}}'])(
    'is none where the file says %j',
    async (text) => {
      await writeFile(join(folder, cliCacheName(plain)), text)
      expect(await store().read(plain)).toBeNull()
    },
  )

  it('is not written where tokens are for this app alone', async () => {
    shares = false
    await store().write(plain, { ...credentials, expiresAt: inMinutes(60) })
    expect(await readdir(folder)).toEqual([])
  })
})
