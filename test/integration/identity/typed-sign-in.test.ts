import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startSandbox } from '#sandbox/start.ts'
import { allow, deny, openIdentity } from './identity-setup.ts'

describe('a sign-in that was typed', () => {
  it('is written when it has worked, and not before', async () => {
    const sandbox = await startSandbox({ databases: [] })
    const home = await mkdtemp(join(tmpdir(), 'culvert-typed-'))
    const config = join(home, 'config')
    const known = await openIdentity({ ...sandbox.environment, HOME: home })
    const { startUrl, region } = known.signIns.views()[0]!.session
    await known.dispose()
    const fresh = await openIdentity({ ...sandbox.environment, HOME: home, AWS_CONFIG_FILE: config })
    const written = (): Promise<string> => readFile(config, 'utf8').catch(() => '')
    expect(await fresh.signIns.add({ name: 'typed', startUrl, region })).toMatchObject({ ok: true })
    expect(fresh.signIns.views().map(({ session }) => session.name)).toEqual(['typed'])
    fresh.person = deny
    expect(await fresh.signIns.start('typed')).toMatchObject({ ok: false, error: { code: 'SIGN_IN_DENIED' } })
    expect(await written()).toBe('')
    fresh.person = allow
    expect(await fresh.signIns.start('typed')).toMatchObject({ ok: true })
    expect(await written()).toContain(`[sso-session typed]\nsso_start_url = ${startUrl}\n`)
    await fresh.dispose()
    await sandbox.stop()
    await rm(home, { recursive: true, force: true })
  })
})
