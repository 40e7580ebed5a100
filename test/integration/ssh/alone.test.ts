import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { TargetRule } from '#contract/tunnel.ts'
import { sshPlacesOf } from '#domain/ssh-host/ssh-place.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { draftOf } from '#test/support/tunnel-fields.ts'
import { echoFields } from '../tunnels/tunnel-world.ts'
import { buildCulvert, commandsFor, nodeId, prepareClients, type Ran, type SshClients } from './ssh-world.ts'

const patient = { timeout: 20_000 }
const host = 'role=bastion.orders-prod.culvert'

let sandbox: Sandbox
let command: readonly string[]
let appFolder: string
let clients: SshClients

beforeAll(async () => {
  command = await buildCulvert()
  sandbox = await startSandbox({ databases: [] })
})
afterAll(() => sandbox.stop())

beforeEach(async () => {
  sandbox.reset()
  const tokens = join(sandbox.home, '.aws', 'sso', 'cache')
  await rm(tokens, { recursive: true, force: true })
  await mkdir(tokens, { mode: 0o700 })
  appFolder = await mkdtemp(join(tmpdir(), 'culvert-app-'))
  const target: TargetRule = { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] }
  const draft = draftOf({ ...echoFields, target, localPort: 25_432 })
  const tunnel = { ...draft, id: '6f2f1f7e-5c0a-4a5b-9a51-6f0d6a3a9f10', armed: false }
  await writeFile(join(appFolder, 'tunnels.json'), JSON.stringify({ version: 2, tunnels: [tunnel] }))
  const places = sshPlacesOf([{ tunnel, found: null }], [])
  clients = await prepareClients({ sandbox, command, appFolder, places })
})
afterEach(async () => {
  await clients.remove()
  await expect.poll(() => commandsFor(appFolder), patient).toEqual([])
  await rm(appFolder, { recursive: true, force: true })
  await expect.poll(() => sandbox.state().sessions.active, patient).toEqual([])
  await expect.poll(() => sandbox.state().sessions.onGateway, patient).toEqual([])
})

/** What the command said. */
const linesOf = ({ complaint }: Ran): readonly string[] =>
  complaint.split(/\r?\n/).filter((line) => line.startsWith('Culvert:'))

const ssh = (...args: readonly string[]): Promise<Ran> => clients.run('ssh', ['-F', clients.config, ...args])

it('goes with the sign-in of the AWS CLI, and leaves no session', async () => {
  await sandbox.seedSignIn()
  const ran = await ssh(host, 'echo there; exit 3')
  expect(ran).toMatchObject({ code: 3, output: Buffer.from('there\n') })
  expect(linesOf(ran)).toEqual([
    'Culvert: orders-prod is production: commands run at once, on servers that serve customers',
  ])
  const session = { targetId: nodeId, reason: `Culvert: ssh ${host}` }
  await expect.poll(() => sandbox.state().sessions.ended, patient).toContainEqual(expect.objectContaining(session))
})

it('says nothing of an account that is no production, as the app keeps it', async () => {
  await sandbox.seedSignIn()
  const environments = { [echoFields.profile.accountId]: 'staging' }
  await writeFile(join(appFolder, 'targets.json'), JSON.stringify({ version: 1, environments }))
  const ran = await ssh(host, 'echo there')
  expect(ran).toMatchObject({ code: 0, output: Buffer.from('there\n') })
  expect(linesOf(ran)).toEqual([])
})

it('says how to sign in, and opens no browser', async () => {
  const ran = await ssh(host, 'true')
  expect(ran.code).toBe(255)
  expect(ran.complaint).toContain(
    'Culvert: you are not signed in. Open Culvert, or run: aws sso login --sso-session harborline',
  )
  expect(sandbox.state().signIns.waitingAuthorizations).toBe(0)
})

it('tells the names there are where one is unknown', async () => {
  await rm(join(appFolder, 'tunnels.json'))
  const ran = await ssh(host, 'true')
  expect(ran.complaint).toContain(`Culvert: no saved tunnel tells where ${host} is.`)
})

it('ends its session when ssh is killed', async () => {
  await sandbox.seedSignIn()
  const child = clients.start('ssh', ['-F', clients.config, host, 'echo there; cat'])
  await new Promise((resolve) => child.stdout?.once('data', resolve))
  expect(sandbox.state().sessions.active).toHaveLength(1)
  child.kill('SIGKILL')
  await expect.poll(() => sandbox.state().sessions.active, patient).toEqual([])
})
