import { mkdtemp, rm } from 'node:fs/promises'
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
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-home-'))
  sandbox = await startSandbox({ databases: [], people: 'with-mfa', home })
  identity = await openIdentity(sandbox.environment)
})
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
