import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOfStep, stepAt } from '#sandbox/service/sts/totp.ts'
import { type People } from '#sandbox/world/world.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { allow, openIdentity, type TestIdentity } from '../integration/identity/identity-setup.ts'
import { findAwsCli1, findAwsCli2, runAwsCli, startAwsCli } from '../support/aws-cli.ts'
import type { FigureRow } from './figure-row.ts'

/** How a sandbox is set up, and how clients find it. */
interface Stage {
  readonly people?: People
  readonly network?: 'endpoint' | 'corporate'
}

type Play = (sandbox: Sandbox, identity: TestIdentity, program: string) => Promise<number>

const named = (name: string) => ({ type: 'named', name }) as const

/** Questions that the second program asks for what the first was given; one that failed counts as asked. */
async function asked(name: string, program: string | null, stage: Stage, play: Play): Promise<FigureRow> {
  const row = (value: number): FigureRow => ({ name, value, unit: 'questions', goal: '0', holds: value === 0 })
  if (program === null) return row(NaN)
  const sandbox = await startSandbox({ databases: [], ...stage })
  const identity = await openIdentity(sandbox.environment)
  // A browser would find the page's host by the proxy.
  identity.person = (url) => allow(new URL(`${new URL(url).pathname}${new URL(url).search}`, sandbox.portalUrl).href)
  try {
    return row(await play(sandbox, identity, program))
  } finally {
    await identity.dispose()
    await sandbox.stop()
  }
}

const whoAmI = (profile: string): readonly string[] => ['sts', 'get-caller-identity', '--profile', profile]

async function cliNeedsNothing(sandbox: Sandbox, program: string, profile: string): Promise<number> {
  const { code } = await runAwsCli(program, whoAmI(profile), sandbox.environment)
  return code === 0 ? 0 : 1
}

/** `aws sso login`, then Culvert. */
const afterSsoLogin: Play = async (sandbox, identity, program) => {
  const login = startAwsCli(
    program,
    ['sso', 'login', '--sso-session', 'harborline', '--no-browser'],
    sandbox.environment,
  )
  const userCode = await login.printed(/^([B-Z]{4}-[B-Z]{4})$/m)
  sandbox.decideDevice('allow', userCode)
  if ((await login.ended).code !== 0) return 1
  const ensured = await identity.signIns.ensure(named('orders-staging'), 'client')
  return ensured.ok ? identity.pages.length : 1
}

/** A sign-in in Culvert, then the AWS CLI. */
const afterSignIn: Play = async (sandbox, identity, program) => {
  await identity.signIns.ensure(named('orders-staging'), 'user')
  return await cliNeedsNothing(sandbox, program, 'orders-staging')
}

/** `aws login` as the CLI of Culvert's user finds it, with its credentials ended: it renews, and Culvert goes on with that. */
const afterConsoleSignIn: Play = async (sandbox, identity, program) => {
  const profile = named('staging-login')
  await identity.signIns.ensure(profile, 'user')
  const session = `arn:aws:iam::730155204418:user/rin`
  const file = join(sandbox.home, '.aws/login/cache', `${createHash('sha256').update(session).digest('hex')}.json`)
  const kept: { accessToken: object } = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(
    file,
    JSON.stringify({ ...kept, accessToken: { ...kept.accessToken, expiresAt: '2020-01-01T00:00:00Z' } }),
  )
  const failed = await cliNeedsNothing(sandbox, program, profile.name)
  const ensured = await identity.signIns.ensure(profile, 'client')
  return failed + (ensured.ok ? identity.pages.length - 1 : 1)
}

const codeNow = (sandbox: Sandbox): string => codeOfStep(sandbox.world.mfaDevices[0]?.secret ?? '', stepAt(Date.now()))

const afterCliCode: Play = async (sandbox, identity, program) => {
  const { code } = await runAwsCli(program, whoAmI('orders-mfa'), sandbox.environment, `${codeNow(sandbox)}\n`)
  if (code !== 0) return 1
  const given = await identity.credentials.credentialsOf(named('orders-mfa'))
  return given.ok ? 0 : 1
}

const afterOwnCode: Play = async (sandbox, identity, program) => {
  const waiting = identity.signIns.ensure(named('orders-mfa'), 'user')
  const device = await new Promise<string>((resolve) => {
    identity.mfa.onChange(({ id, status }) => (status.kind === 'waiting-code' ? resolve(id) : undefined))
  })
  await identity.mfa.answer(device, codeNow(sandbox))
  await waiting
  return await cliNeedsNothing(sandbox, program, 'orders-mfa')
}

/** What one signed in to, or gave a code for, in the other: real AWS CLIs of both versions, both ways. */
export async function measureCliInterplay(): Promise<readonly FigureRow[]> {
  const [one, two] = await Promise.all([findAwsCli1(), findAwsCli2()])
  const cli1 = 'program' in one ? one.program : null
  const cli2 = 'program' in two ? two.program : null
  const rows: FigureRow[] = []
  const corporate = { network: 'corporate' } as const
  rows.push(await asked('Culvert after aws sso login (AWS CLI 2)', cli2, corporate, afterSsoLogin))
  rows.push(await asked('AWS CLI 2 after a sign-in in Culvert', cli2, corporate, afterSignIn))
  rows.push(await asked('AWS CLI 1 after a sign-in in Culvert', cli1, {}, afterSignIn))
  const withLogin = { people: 'with-login' } as const
  rows.push(await asked('aws login: AWS CLI 1 and Culvert, one after the other', cli1, withLogin, afterConsoleSignIn))
  const withMfa = { people: 'with-mfa' } as const
  rows.push(await asked('Culvert after an MFA code in the AWS CLI', cli1, withMfa, afterCliCode))
  rows.push(await asked('AWS CLI after an MFA code in Culvert', cli1, withMfa, afterOwnCode))
  return rows
}
