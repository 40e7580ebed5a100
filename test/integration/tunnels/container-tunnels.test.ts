import { describe, expect, it } from 'vitest'
import type { TunnelView } from '#contract/snapshot.ts'
import { taskTarget } from '#sandbox/world/containers.ts'
import type { TunnelFields } from '#test/support/tunnel-fields.ts'
import { TestClient } from '#test/support/tcp.ts'
import { tunnelStage } from './tunnel-stage.ts'

const stage = tunnelStage({ crowd: { tasks: 1 } })

const worker = { by: 'ecs', cluster: 'ledger', service: 'worker', container: 'app' } as const
const roleOf = (accountId: string, roleName = 'DatabaseTunnel') =>
  ({ type: 'sso', session: 'harborline', accountId, roleName }) as const

/** What Systems Manager calls the containers of the service `worker`, as they are in the sandbox's list. */
const workers = (): readonly string[] =>
  stage.sandbox.world.tasks
    .filter(({ service, cluster }) => service === 'worker' && cluster === 'ledger')
    .map(taskTarget)

async function echoed(port: number, text: string): Promise<string> {
  const client = await TestClient.connect(port)
  const answer = await client.answerTo(text)
  client.socket.destroy()
  return answer
}

/** A tunnel to which a client comes, and what it then fails with. */
async function failure(fields: Partial<TunnelFields>): Promise<TunnelView['status']> {
  const { id, port } = await stage.world.armTunnel({ target: worker, ...fields })
  const client = await TestClient.connect(port)
  const { status } = await stage.world.seen(
    id,
    (view) => view.status.kind === 'failed' || view.status.kind === 'reconnecting',
  )
  client.socket.destroy()
  return status
}

describe('a tunnel through a container', () => {
  it('carries bytes over a session on a running task of the service', async () => {
    const { id, port } = await stage.world.armTunnel({ target: worker })
    expect(await echoed(port, 'through a task')).toBe('through a task')
    const view = await stage.world.seen(id, ({ status }) => status.kind === 'ready')
    expect(view.route[3].facts).toMatchObject({ targetId: workers().toSorted()[0], othersOnline: 1 })
    const [session] = stage.sandbox.state().sessions.active
    expect(session).toMatchObject({ documentName: 'AWS-StartPortForwardingSessionToRemoteHost' })
  })

  it('goes to the task that has fewer sessions', async () => {
    const [first = '', second = ''] = workers().toSorted()
    const ports = await Promise.all([1, 2].map(() => stage.world.armTunnel({ target: worker })))
    for (const { port } of ports) await echoed(port, 'x')
    const targets = stage.sandbox.state().sessions.active.map(({ targetId }) => targetId)
    expect(targets.toSorted()).toEqual([first, second])
  })

  it('goes to the other task when the first one refuses', async () => {
    stage.sandbox.fault({ kind: 'error', action: 'StartSession', code: 'TargetNotConnected', status: 400 })
    const { port } = await stage.world.armTunnel({ target: worker })
    expect(await echoed(port, 'second')).toBe('second')
    expect(stage.sandbox.state().sessions.active[0]?.targetId).toBe(workers().toSorted()[1])
  })

  it('finds the tasks of a family that no service has', async () => {
    const { port } = await stage.world.armTunnel({ target: { ...worker, service: 'ledger-worker' } })
    expect(await echoed(port, 'family')).toBe('family')
  })
})

describe('a tunnel through a container that cannot be opened', () => {
  it.each([
    ['exec is off', { service: 'migrate' }, 'EXEC_NOT_ENABLED', {}],
    ['there is no such service', { service: 'nobody' }, 'TASK_NOT_FOUND', { missing: 'task' }],
    [
      'there is no such container',
      { container: 'proxy' },
      'TASK_NOT_FOUND',
      { missing: 'container', containers: ['app'] },
    ],
    ['there is no such cluster', { cluster: 'nowhere' }, 'TASK_NOT_FOUND', { missing: 'cluster' }],
  ] as const)('says that %s', async (_, changes, code, details) => {
    expect(await failure({ target: { ...worker, ...changes } })).toMatchObject({ problem: { code, details } })
  })

  it('says that no task runs', async () => {
    for (const target of workers()) stage.sandbox.fault({ kind: 'node', target, connection: 'stopped' })
    expect(await failure({})).toMatchObject({ problem: { code: 'TASK_NOT_FOUND', details: { missing: 'task' } } })
  })

  it('says what ECS says of its agent', async () => {
    const status = await failure({
      profile: roleOf('730155204418'),
      target: { by: 'ecs', cluster: 'orders', service: 'worker', container: 'app' },
    })
    expect(status).toMatchObject({
      problem: { code: 'EXEC_AGENT_NOT_RUNNING', details: { reason: 'ExecuteCommandAgent stopped' } },
    })
  })

  it('says which permission is missing, to look and to start', async () => {
    const blind = await failure({ profile: roleOf('482100973316', 'TunnelWithoutRead') })
    expect(blind).toMatchObject({
      problem: { code: 'ACCESS_DENIED', details: { denial: { action: 'ecs:ListTasks' } } },
    })
    const reader = await failure({ profile: roleOf('482100973316', 'ReadOnly') })
    expect(reader).toMatchObject({
      problem: {
        code: 'ACCESS_DENIED',
        details: {
          denial: { action: 'ssm:StartSession', resource: expect.stringMatching(/:task\/ledger\//) as string },
        },
      },
    })
  })

  it('says that every task has as many sessions as its agent takes', async () => {
    const ports = await Promise.all([1, 2, 3, 4].map(() => stage.world.armTunnel({ target: worker })))
    for (const { port } of ports) await echoed(port, 'x')
    expect(await failure({})).toMatchObject({ problem: { code: 'EXEC_SESSIONS_FULL', details: { open: 2 } } })
  })
})
