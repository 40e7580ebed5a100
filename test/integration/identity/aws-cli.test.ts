import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeOfStep, stepAt } from '#sandbox/service/sts/totp.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { clientInstallTimeoutMs, findAwsCli1, runAwsCli, type FoundProgram } from '#test/support/aws-cli.ts'
import { openIdentity, type TestIdentity } from './identity-setup.ts'

let sandbox: Sandbox
let identity: TestIdentity
let home: string
let cli1: FoundProgram = { reason: 'not tried' }

beforeAll(async () => {
  cli1 = await findAwsCli1()
}, clientInstallTimeoutMs)
const open = async (people: 'with-mfa' | 'with-login'): Promise<void> => {
  home = await mkdtemp(join(tmpdir(), 'culvert-home-'))
  sandbox = await startSandbox({ databases: [], people, home })
  identity = await openIdentity(sandbox.environment)
}
afterEach(async () => {
  await identity.dispose()
  await sandbox.stop()
  await rm(home, { recursive: true, force: true })
})

const aws = (program: string, args: readonly string[], typed?: string) =>
  runAwsCli(program, args, sandbox.environment, typed)
const whoAmI = ['sts', 'get-caller-identity', '--profile', 'orders-mfa'] as const
const ensure = () => identity.signIns.ensure({ type: 'named', name: 'orders-mfa' }, 'client')
const calls = (name: string): number => sandbox.state().calls.filter(({ action }) => action === name).length

function code(): string {
  const [device] = sandbox.world.mfaDevices
  return codeOfStep(device?.secret ?? '', stepAt(Date.now()))
}

describe('one code of an MFA device', () => {
  beforeEach(() => open('with-mfa'))

  it('that the AWS CLI asked for serves Culvert', async (test) => {
    if ('reason' in cli1) return test.skip(`no aws-cli 1: ${cli1.reason}`)
    expect(await aws(cli1.program, whoAmI, `${code()}\n`)).toMatchObject({ code: 0 })
    expect(await ensure()).toEqual({ ok: true, value: 'already' })
    expect(identity.mfa.views()).toEqual([])
    expect([calls('AssumeRole'), calls('GetSessionToken')]).toEqual([1, 0])
  })

  it('that Culvert asked for serves the AWS CLI', async (test) => {
    if ('reason' in cli1) return test.skip(`no aws-cli 1: ${cli1.reason}`)
    const waiting = ensure()
    await expect.poll(() => identity.mfa.views()[0]?.status.kind).toBe('waiting-code')
    await identity.mfa.answer(identity.mfa.views()[0]?.id ?? '', code())
    await waiting
    const { output, complaint } = await aws(cli1.program, whoAmI)
    expect(complaint).toBe('')
    expect(JSON.parse(output)).toMatchObject({ Arn: expect.stringContaining(':assumed-role/TunnelWithMfa/') })
    expect(calls('AssumeRole')).toBe(1)
  })
})

describe('a console sign-in (aws login)', () => {
  beforeEach(() => open('with-login'))

  it('of Culvert serves the AWS CLI, which renews it with the same key, and its renewal serves Culvert', async (test) => {
    if ('reason' in cli1) return test.skip(`no aws-cli 1: ${cli1.reason}`)
    const profile = { type: 'named', name: 'staging-login' } as const
    expect(await identity.signIns.ensure(profile, 'user')).toEqual({ ok: true, value: 'just-now' })
    const folder = join(home, '.aws', 'login', 'cache')
    const [name = ''] = await readdir(folder)
    const kept: { accessToken: object } = JSON.parse(await readFile(join(folder, name), 'utf8'))
    const ended = { ...kept, accessToken: { ...kept.accessToken, expiresAt: '2020-01-01T00:00:00Z' } }
    await writeFile(join(folder, name), JSON.stringify(ended))
    const { output, complaint } = await aws(cli1.program, ['sts', 'get-caller-identity', '--profile', profile.name])
    expect(complaint).toBe('')
    expect(JSON.parse(output)).toMatchObject({ Arn: 'arn:aws:iam::730155204418:user/rin' })
    expect(calls('CreateOAuth2Token')).toBe(2)
    expect(await identity.credentials.credentialsOf(profile)).toMatchObject({ ok: true })
    expect(await identity.signIns.ensure(profile, 'client')).toEqual({ ok: true, value: 'already' })
    expect(calls('CreateOAuth2Token')).toBe(2)
  })
})
