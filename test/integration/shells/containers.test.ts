import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ShellRequest } from '#contract/shells.ts'
import { taskTarget } from '#sandbox/world/containers.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { ShellWorld } from './shell-world.ts'

const plugin = await findOfficialPlugin()

let sandbox: Sandbox
let world: ShellWorld

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0 } })
})
afterAll(() => sandbox.stop())

function containerOf(service: string, name: string) {
  const found = sandbox.world.tasks.find((task) => task.service === service && task.container === name)
  if (found === undefined) throw new Error(`no container ${service}/${name}`)
  return found
}

/** A shell in a container of the sandbox's world, as the window asks for it. */
function shellIn(service: string, name: string, roleName = 'DatabaseTunnel'): Partial<ShellRequest> {
  const { accountId, region, cluster, taskId } = containerOf(service, name)
  return {
    profile: { type: 'sso', session: 'harborline', startUrl: sandbox.world.organisation.startUrl, accountId, roleName },
    region,
    target: { on: 'container', cluster, task: taskId, container: name },
    name: service,
  }
}

describe.each(['builtin', 'plugin'] as const)('a shell in a container over the %s engine', (name) => {
  beforeEach(async (context) => {
    if (name === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    sandbox.reset()
    world = await ShellWorld.open(sandbox, name === 'plugin' ? plugin : null)
  })
  afterEach(async (context) => {
    if (context.task.result?.state === 'skip' || world === undefined) return
    await world.close()
    expect(world.programs).toBe(0)
    expect(sandbox.state().sessions.active).toEqual([])
  })

  it('is opened by ECS Exec, typed in, read and left', async () => {
    const { id, page } = await world.open(shellIn('api', 'web'))
    page.type('echo "in $HOSTNAME: $((40 + 2))"\r')
    await page.shows(/in web: 42\r\n/)
    page.type('exit\r')
    expect(await world.is(id, 'ended')).toMatchObject({ how: 'left', problem: null })
    const actions = sandbox.state().calls.map(({ action }) => action)
    expect(actions).toContain('ExecuteCommand')
    expect(actions).not.toContain('StartSession')
  })

  it('survives a channel that drops', async () => {
    const { id, page } = await world.open(shellIn('toolbox', 'toolbox'))
    page.type('echo "sum=$((40 + 2))"; sleep 1; echo "back=$((1 + 1))"\r')
    await page.shows(/sum=42\r\n/)
    sandbox.fault({ kind: 'drop-session', closeCode: 1000 })
    // A key that AWS's plugin reads before its channel is back ends it.
    if (name === 'plugin') await page.shows(/back=2\r\n/)
    page.type('echo "again=$((41 + 2))"\r')
    await page.shows(/again=43\r\n/)
    world.shells.end('main', id)
    expect(await world.is(id, 'ended')).toMatchObject({ how: 'closed' })
  })
})

describe('a shell in a container that cannot be opened', () => {
  beforeEach(async () => {
    sandbox.reset()
    world = await ShellWorld.open(sandbox, null)
  })
  afterEach(() => world.close())

  const failure = async (part: Partial<ShellRequest>) => (await world.is(world.start(part), 'failed')).problem

  it('says that exec is off', async () => {
    expect(await failure(shellIn('migrate', 'app'))).toMatchObject({
      code: 'EXEC_NOT_ENABLED',
      details: { cluster: 'ledger', container: 'app' },
    })
  })

  it('says that its agent does not run, and what ECS says of that', async () => {
    const { accountId, cluster, taskId } = sandbox.world.tasks.find(({ execAgent }) => execAgent === 'STOPPED')!
    const profile = { type: 'sso' as const, session: 'harborline', accountId, roleName: 'DatabaseTunnel' }
    const target = { on: 'container' as const, cluster, task: taskId, container: 'app' }
    expect(await failure({ profile, target })).toMatchObject({
      code: 'EXEC_AGENT_NOT_RUNNING',
      details: { reason: 'ExecuteCommandAgent stopped' },
    })
  })

  it('says that the task ended', async () => {
    const target = taskTarget(containerOf('toolbox', 'toolbox'))
    sandbox.fault({ kind: 'node', target, connection: 'stopped' })
    expect(await failure(shellIn('toolbox', 'toolbox'))).toMatchObject({ code: 'CONTAINER_NOT_RUNNING' })
    sandbox.fault({ kind: 'node', target, connection: 'online' })
    const elsewhere = { on: 'container' as const, cluster: 'nowhere', task: '0'.repeat(32), container: 'web' }
    expect(await failure({ ...shellIn('toolbox', 'toolbox'), target: elsewhere })).toMatchObject({
      code: 'CONTAINER_NOT_RUNNING',
    })
  })

  it('says that two sessions are open already', async () => {
    await world.open(shellIn('toolbox', 'toolbox'))
    await world.open(shellIn('toolbox', 'toolbox'))
    expect(await failure(shellIn('toolbox', 'toolbox'))).toMatchObject({
      code: 'EXEC_SESSIONS_FULL',
      details: { open: 2 },
    })
  })

  it('says which permission is missing', async () => {
    expect(await failure(shellIn('worker', 'app', 'PortForwardOnly'))).toMatchObject({
      code: 'ACCESS_DENIED',
      details: { denial: { action: 'ecs:ExecuteCommand' } },
    })
  })

  it('is opened by those who may not look at it', async () => {
    sandbox.fault({ kind: 'error', action: 'DescribeTasks', code: 'AccessDeniedException', status: 400 })
    const { page } = await world.open(shellIn('toolbox', 'toolbox'))
    page.type('echo "sum=$((40 + 2))"\r')
    await page.shows(/sum=42\r\n/)
  })
})

describe.each(['builtin', 'plugin'] as const)('a shell as another user over the %s engine', (name) => {
  beforeEach(async (context) => {
    if (name === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    sandbox.reset()
    world = await ShellWorld.open(sandbox, name === 'plugin' ? plugin : null)
  })
  afterEach(async (context) => {
    if (context.task.result?.state !== 'skip' && world !== undefined) await world.close()
  })

  it.each([[''], ['nobody-here']])('is refused when the account names %j', async (runAsDefaultUser) => {
    sandbox.fault({ kind: 'session-preferences', preferences: { runAsEnabled: true, runAsDefaultUser } })
    const id = world.start()
    const status = await Promise.race([world.is(id, 'failed'), world.is(id, 'ended')])
    expect(status.problem?.code).toBe('RUN_AS_REFUSED')
  })
})
