import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SsoToken } from '#core/app/identity/ports.ts'
import { createRegistrationStore, createTokenStore } from '#core/store/token-files.ts'
import { formatToken, tokenFileName } from '#core/store/token-format.ts'
import { createManualClock } from './manual-clock.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const token: SsoToken = { accessToken: 'a', expiresAt: Date.UTC(2026, 10, 22), refreshToken: null, registration: null }
let home: string
let folder: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-tokens-'))
  folder = join(home, '.aws', 'sso', 'cache')
})
afterEach(() => rm(home, { recursive: true, force: true }))

describe('token files', () => {
  it('are made with their folder, for the owner alone, and replaced whole', async () => {
    const store = createTokenStore({ clock: createManualClock(), folder, loginFolder: folder })
    await store.write(session, token)
    await chmod(join(folder, tokenFileName(session)), 0o644)
    await store.write(session, { ...token, accessToken: 'b' })
    expect((await stat(join(folder, tokenFileName(session)))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual([tokenFileName(session)])
    expect((await store.read(session))?.accessToken).toBe('b')
    await store.remove(session)
    await store.remove(session)
    expect(await store.read(session)).toBeNull()
  })

  it('that are being written are read again', async () => {
    await mkdir(folder, { recursive: true })
    const path = join(folder, tokenFileName(session))
    const whole = formatToken(session, token)
    await writeFile(path, whole.slice(0, 30))
    const read = createTokenStore({ clock: createManualClock(), folder, loginFolder: folder }).read(session)
    setTimeout(() => void writeFile(path, whole), 30)
    expect(await read).toMatchObject({ accessToken: 'a' })
  })

  it('that stay half are none', async () => {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, tokenFileName(session)), '{"accessToken":"a",')
    expect(await createTokenStore({ clock: createManualClock(), folder, loginFolder: folder }).read(session)).toBeNull()
  })
})

describe('registrations', () => {
  it('are kept per method and given out only with time left', async () => {
    const clock = createManualClock()
    const store = createRegistrationStore({ clock, folder })
    const registration = { clientId: 'c', clientSecret: 's', expiresAt: clock.now() + 16 * 60_000 }
    await store.write(session, 'browser', registration)
    expect(await store.read(session, 'browser')).toEqual(registration)
    expect(await store.read(session, 'device-code')).toBeNull()
    await store.remove(session, 'device-code')
    expect(await store.read(session, 'browser')).toEqual(registration)
    await clock.advance(2 * 60_000)
    expect(await store.read(session, 'browser')).toBeNull()
    await store.remove(session, 'browser')
    expect(await readdir(folder)).toEqual([])
  })
})
