import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { FileWorld } from './file-world.ts'

const run = promisify(execFile)
const isThere = await run('ssh-add', ['-h']).then(
  () => true,
  (error: unknown) => (error as { readonly code?: unknown }).code !== 'ENOENT',
)

let sandbox: Sandbox
let world: FileWorld
let folder: string
let agent: ChildProcess

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0 } })
})
afterAll(() => sandbox.stop())
beforeEach(async (context) => {
  if (!isThere) context.skip('ssh-agent is not installed')
  sandbox.reset()
  world = await FileWorld.open(sandbox, null)
  folder = await mkdtemp(join(tmpdir(), 'culvert-agent-'))
  world.agentSocket = join(folder, 'socket')
  agent = spawn('ssh-agent', ['-D', '-a', world.agentSocket], { stdio: 'ignore' })
  await expect
    .poll(() =>
      stat(join(folder, 'socket')).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true)
})
afterEach(async () => {
  if (!isThere) return
  await world.close()
  const gone = once(agent, 'exit')
  agent.kill()
  await gone
  await rm(join(sandbox.home, '.ssh'), { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
})

/** Adds so many keys to the agent; gives their public halves. */
async function addKeys(count: number): Promise<readonly string[]> {
  const keys: string[] = []
  for (let number = 0; number < count; number += 1) {
    const file = join(folder, `key-${number}`)
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
    await run('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: world.agentSocket ?? '' } })
    keys.push(await readFile(`${file}.pub`, 'utf8'))
  }
  return keys
}

/** The target's sshd takes this key. */
async function authorize(key: string | undefined): Promise<void> {
  const authorized = join(sandbox.home, '.ssh')
  await mkdir(authorized, { recursive: true, mode: 0o700 })
  await chmod(authorized, 0o700)
  await writeFile(join(authorized, 'authorized_keys'), key ?? '', { mode: 0o600 })
}

const pushes = () => sandbox.state().calls.filter(({ action }) => action === 'SendSSHPublicKey')

test('a key of the user’s own agent carries files, and none is pushed', async () => {
  await authorize((await addKeys(3)).at(-1))
  const id = await world.opened()
  expect(world.view(id).status).toMatchObject({ carrier: { over: 'ssh', key: 'agent' } })
  await writeFile(join(world.there, 'a.txt'), 'hello')
  await world.is(id, world.fetch(id, 'a.txt'), 'same')
  expect(await readFile(join(world.here, 'a.txt'), 'utf8')).toBe('hello')
  expect(pushes()).toEqual([])
})

test('an agent with more keys than a server takes does not keep the pushed one from its turn', async () => {
  await addKeys(9)
  await authorize('')
  const id = await world.opened()
  expect(world.view(id).status).toMatchObject({ carrier: { over: 'ssh', key: 'pushed' } })
  expect(pushes()).toHaveLength(1)
})
