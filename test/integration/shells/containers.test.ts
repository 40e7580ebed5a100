import { describe, expect, it } from 'vitest'
import type { ShellRequest } from '#contract/shells.ts'
import { taskTarget } from '#sandbox/world/containers.ts'
import { sandboxOfFile } from '#test/support/sandbox-of-file.ts'
import { shellStage } from './shell-stage.ts'

const sandbox = sandboxOfFile({ behaviour: { firstOutputMs: 0 } })

function containerOf(service: string, name: string) {
  const found = sandbox().world.tasks.find((task) => task.service === service && task.container === name)
  if (found === undefined) throw new Error(`no container ${service}/${name}`)
  return found
}

/** A shell in a container of the sandbox's world, as the window asks for it. */
function shellIn(service: string, name: string, roleName = 'DatabaseTunnel'): Partial<ShellRequest> {
  const { accountId, region, cluster, taskId } = containerOf(service, name)
  return {
    profile: {
      type: 'sso',
      session: 'harborline',
      startUrl: sandbox().world.organisation.startUrl,
      accountId,
      roleName,
    },
    region,
    target: { on: 'container', cluster, task: taskId, container: name },
    name: service,
  }
}

describe.each(['builtin', 'plugin'] as const)('a shell in a container over the %s engine', (name) => {
  const stage = shellStage(name, sandbox)

  it('is opened by ECS Exec, typed in, read and left', async () => {
    const { id, page } = await stage.world.open(shellIn('api', 'web'))
    page.type('echo "in $HOSTNAME: $((40 + 2))"\r')
    await page.shows(/in web: 42\r\n/)
    page.type('exit\r')
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'left', problem: null })
    const actions = stage.sandbox.state().calls.map(({ action }) => action)
    expect(actions).toContain('ExecuteCommand')
    expect(actions).not.toContain('StartSession')
  })

  it('survives a channel that drops', async () => {
    const { id, page } = await stage.world.open(shellIn('toolbox', 'toolbox'))
    page.type('echo "sum=$((40 + 2))"; sleep 1; echo "back=$((1 + 1))"\r')
    await page.shows(/sum=42\r\n/)
    stage.sandbox.fault({ kind: 'drop-session', closeCode: 1000 })
    // A key that AWS's plugin reads before its channel is back ends it.
    if (name === 'plugin') await page.shows(/back=2\r\n/)
    page.type('echo "again=$((41 + 2))"\r')
    await page.shows(/again=43\r\n/)
    stage.world.shells.end('main', id)
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'closed' })
  })
})

describe('a shell in a container that cannot be opened', () => {
  const stage = shellStage('builtin', sandbox)

  const failure = async (part: Partial<ShellRequest>) =>
    (await stage.world.is(stage.world.start(part), 'failed')).problem

  it('says that exec is off', async () => {
    expect(await failure(shellIn('migrate', 'app'))).toMatchObject({
      code: 'EXEC_NOT_ENABLED',
      details: { cluster: 'ledger', container: 'app' },
    })
  })

  it('says that its agent does not run, and what ECS says of that', async () => {
    const { accountId, cluster, taskId } = stage.sandbox.world.tasks.find(({ execAgent }) => execAgent === 'STOPPED')!
    const profile = { type: 'sso' as const, session: 'harborline', accountId, roleName: 'DatabaseTunnel' }
    const target = { on: 'container' as const, cluster, task: taskId, container: 'app' }
    expect(await failure({ profile, target })).toMatchObject({
      code: 'EXEC_AGENT_NOT_RUNNING',
      details: { reason: 'ExecuteCommandAgent stopped' },
    })
  })

  it('says that the task ended', async () => {
    const target = taskTarget(containerOf('toolbox', 'toolbox'))
    stage.sandbox.fault({ kind: 'node', target, connection: 'stopped' })
    expect(await failure(shellIn('toolbox', 'toolbox'))).toMatchObject({ code: 'CONTAINER_NOT_RUNNING' })
    stage.sandbox.fault({ kind: 'node', target, connection: 'online' })
    const elsewhere = { on: 'container' as const, cluster: 'nowhere', task: '0'.repeat(32), container: 'web' }
    expect(await failure({ ...shellIn('toolbox', 'toolbox'), target: elsewhere })).toMatchObject({
      code: 'CONTAINER_NOT_RUNNING',
    })
  })

  it('says that two sessions are open already', async () => {
    await stage.world.open(shellIn('toolbox', 'toolbox'))
    await stage.world.open(shellIn('toolbox', 'toolbox'))
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
    stage.sandbox.fault({ kind: 'error', action: 'DescribeTasks', code: 'AccessDeniedException', status: 400 })
    const { page } = await stage.world.open(shellIn('toolbox', 'toolbox'))
    page.type('echo "sum=$((40 + 2))"\r')
    await page.shows(/sum=42\r\n/)
  })
})

describe.each(['builtin', 'plugin'] as const)('a shell as another user over the %s engine', (name) => {
  const stage = shellStage(name, sandbox)

  it.each([[''], ['nobody-here']])('is refused when the account names %j', async (runAsDefaultUser) => {
    stage.sandbox.fault({ kind: 'session-preferences', preferences: { runAsEnabled: true, runAsDefaultUser } })
    const id = stage.world.start()
    const status = await Promise.race([stage.world.is(id, 'failed'), stage.world.is(id, 'ended')])
    expect(status.problem?.code).toBe('RUN_AS_REFUSED')
  })
})
