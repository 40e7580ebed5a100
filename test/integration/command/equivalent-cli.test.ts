import { spawn } from 'node:child_process'
import { appendFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProfileView } from '#contract/sign-in.ts'
import type { ProfileRef, SavedTunnel, TargetRule } from '#contract/tunnel.ts'
import { awsCliCommand } from '#domain/connection-strings/aws-cli.ts'
import { cliProfileOf } from '#domain/connection-strings/cli-profile.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { runClient } from '#test/support/real-clients.ts'
import { freePort, TestClient } from '#test/support/tcp.ts'
import { sampleTunnel } from '../../unit/domain/sample-tunnels.ts'
import { patience } from './granted-session.ts'
import { type RunningClient, watchClient } from './running-client.ts'

const root = join(import.meta.dirname, '../../..')
const installTimeoutMs = 6 * 60_000
const region = 'ap-northeast-1'
const signIn = { name: 'harborline', startUrl: 'https://harborline.awsapps.com/start', region }
const [ordersProd, ordersStaging, platformDev] = ['482100973316', '730155204418', '118840276650'] as const

/** Folders of the AWS CLI and of what it calls as its plugin, or why there is no AWS CLI. */
let clients: { readonly path: string } | { readonly reason: string } = { reason: 'not tried' }
let sandbox: Sandbox
let running: RunningClient | null = null

beforeAll(async () => {
  const node = (script: string, ...args: string[]): Promise<string> =>
    runClient(process.execPath, [join(root, 'script', script), ...args]).then((text) => text.trim())
  const plugin = await node('culvert-session.mjs', '--path')
  clients = await node('sandbox-clients.mjs').then(
    (folder) => ({ path: [folder, plugin, process.env['PATH'] ?? ''].join(delimiter) }),
    (error: Error) => ({ reason: error.message }),
  )
  sandbox = await startSandbox({ databases: [] })
  await sandbox.seedSignIn()
  const keys = { id: sandbox.environment['AWS_ACCESS_KEY_ID'], secret: sandbox.environment['AWS_SECRET_ACCESS_KEY'] }
  const answer = JSON.stringify({ Version: 1, AccessKeyId: keys.id, SecretAccessKey: keys.secret })
  const helper = `credential_process = sh -c "echo '${answer.replaceAll('"', '\\"')}'"`
  await configure(`[profile 'by helper']\n${helper}\nregion = ${region}`)
  const staging = `arn:aws:iam::${ordersStaging}:role/DatabaseTunnel`
  await configure(`[profile by-role]\nrole_arn = ${staging}\nsource_profile = ci-tunnel\nregion = ${region}`)
  await configure(`[profile 'two roles']\nrole_arn = ${staging}\nsource_profile = by-role\nrole_session_name = mika`)
  const token = join(sandbox.home, 'web-identity-token')
  await writeFile(token, 'e30.e30.c2lnbmF0dXJl')
  await configure(`[profile by-token]\nrole_arn = ${staging}\nweb_identity_token_file = ${token}\nregion = ${region}`)
}, installTimeoutMs)
afterAll(() => sandbox.stop())
beforeEach((test) => {
  if ('reason' in clients) test.skip(`no aws-cli: ${clients.reason}`)
})
afterEach(async () => {
  running?.interrupt()
  await running?.exited
  running?.end()
  await expect.poll(() => sandbox.state().sessions.active, patience).toEqual([])
})

const configure = (section: string): Promise<void> => appendFile(join(sandbox.home, '.aws', 'config'), `\n${section}\n`)

/** The profiles of the sandbox's config that sign in by its portal, as the app lists them. */
const listed: readonly ProfileView[] = [
  ['orders-prod', ordersProd],
  ['orders-staging', ordersStaging],
  ['platform-dev', platformDev],
].map(([name = '', accountId = '']) => ({
  ref: { type: 'named', name },
  title: name,
  accountId,
  roleName: 'DatabaseTunnel',
  region,
  kind: 'sso',
  signIn: signIn.name,
  problem: null,
}))

const byPortal = (accountId: string, roleName = 'DatabaseTunnel'): ProfileRef => ({
  type: 'sso',
  session: signIn.name,
  startUrl: signIn.startUrl,
  accountId,
  roleName,
})
const named = (name: string): ProfileRef => ({ type: 'named', name })
const byId = (id: string): TargetRule => ({ by: 'id', id })
const byTags = (tags: Readonly<Record<string, string>>): TargetRule => ({
  by: 'tag',
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
})
const echo = { host: 'echo.harborline.internal', port: 7 }

/** Runs what the window gives out as it stands, after the section that it gives out with it, if any. */
async function run(tunnel: SavedTunnel): Promise<RunningClient> {
  if ('reason' in clients) throw new Error(clients.reason)
  const { name, section } = cliProfileOf(tunnel, listed, [signIn])
  if (section !== null) await configure(section)
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...environment } = sandbox.environment
  const env = { LC_ALL: 'C.UTF-8', PYTHONUNBUFFERED: '1', ...environment, PATH: clients.path }
  running = watchClient(spawn('/bin/sh', ['-c', awsCliCommand(tunnel, null, name)], { env, detached: true }))
  return running
}

const cases: readonly (readonly [string, TargetRule, ProfileRef, SavedTunnel['definition']['endpoint']])[] = [
  ['an instance by its id, a profile that is there', byId('i-0ab3f29c81d7e4402'), byPortal(ordersProd), echo],
  ['one by its tags', byTags({ Role: 'bastion', Environment: 'staging' }), byPortal(ordersStaging), echo],
  [
    'a task of a service',
    { by: 'ecs', cluster: 'ledger', service: 'worker', container: 'app' },
    byPortal(ordersProd),
    echo,
  ],
  ['a machine outside EC2', byId('mi-07c2e9f1b4d8a6053'), byPortal(platformDev), echo],
  ['a permission set that has no profile yet', byId('i-09d4c6e2f08b371be'), byPortal(ordersStaging, 'PowerUser'), echo],
  ['a profile with keys', byId('i-09d4c6e2f08b371be'), named('ci-tunnel'), echo],
  ['a profile with a helper program', byTags({ Name: 'bastion-stg' }), named('by helper'), echo],
  ['a profile with a role that another assumes', byTags({ Name: 'bastion-stg' }), named('by-role'), echo],
  ['one at the end of a chain of roles', byId('i-09d4c6e2f08b371be'), named('two roles'), echo],
  ['one with the token of an identity provider', byTags({ Name: 'bastion-stg' }), named('by-token'), echo],
  ['the node’s own port', byId('i-09d4c6e2f08b371be'), named('ci-tunnel'), { host: 'localhost', port: 22 }],
]

describe('the AWS CLI command runs as it stands', () => {
  it.each(cases)('for %s', async (_what, target, profile, endpoint) => {
    const localPort = await freePort()
    const tunnel = sampleTunnel({ target, profile, endpoint, region, localPort, reason: "- Mika's look" })
    const client = await run(tunnel)
    const [, port] = await client.printed(/Port (\d+) opened for sessionId [^]*Waiting for connections/)
    expect(Number(port)).toBe(localPort)
    if (endpoint !== echo) return
    const local = await TestClient.connect(localPort)
    local.socket.write('as it stands')
    expect((await local.bytes(12)).toString()).toBe('as it stands')
    local.socket.destroy()
  })
})
