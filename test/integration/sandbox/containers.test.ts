import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ExecuteCommandCommand,
  type ExecuteCommandCommandInput,
  ListClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs'
import { ResumeSessionCommand, SSMClient, TerminateSessionCommand } from '@aws-sdk/client-ssm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { taskTarget } from '#sandbox/world/containers.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { textOf } from '../gateway/gateway-harness.ts'
import { RawClient } from '../gateway/raw-client.ts'
import { clientOf } from './support.ts'

let sandbox: Sandbox
const clients: RawClient[] = []

beforeAll(async () => {
  sandbox = await startSandbox({
    databases: [],
    behaviour: { firstOutputMs: 0, terminalMs: 0, sleepMs: 0, completionMs: 0 },
  })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect()
  sandbox.fault({ kind: 'end-session' })
  sandbox.reset()
})
afterAll(() => sandbox.stop())

const ecsOf = (account: string, role: string, region = 'ap-northeast-1'): ECSClient =>
  new ECSClient({ ...clientOf(sandbox), region, credentials: sandbox.issueCredentials(account, role) })

const container = (service: string, name: string) => {
  const found = sandbox.world.tasks.find((task) => task.service === service && task.container === name)
  if (found === undefined) throw new Error(`no container ${service}/${name}`)
  return found
}

const execute = (ecs: ECSClient, changes: Partial<ExecuteCommandCommandInput> = {}) =>
  ecs.send(
    new ExecuteCommandCommand({
      cluster: 'platform',
      task: container('toolbox', 'toolbox').taskId,
      command: '/bin/sh',
      interactive: true,
      ...changes,
    }),
  )

const named = (name: string, message?: RegExp): unknown =>
  expect.objectContaining({
    name,
    ...(message === undefined ? {} : { message: expect.stringMatching(message) as string }),
  })

describe('the inventory of ECS', () => {
  it('leads from clusters to the containers of running tasks, page by page', async () => {
    const ecs = ecsOf('platform-dev', 'ReadOnly')
    expect((await ecs.send(new ListClustersCommand({}))).clusterArns).toEqual([
      'arn:aws:ecs:ap-northeast-1:118840276650:cluster/platform',
    ])
    const first = await ecs.send(new ListTasksCommand({ cluster: 'platform', maxResults: 1 }))
    const second = await ecs.send(
      new ListTasksCommand({ cluster: 'platform', maxResults: 1, nextToken: first.nextToken }),
    )
    expect(second.nextToken).toBeUndefined()
    const tasks = [...(first.taskArns ?? []), ...(second.taskArns ?? [])]
    const told = await ecs.send(new DescribeTasksCommand({ cluster: 'platform', tasks, include: ['TAGS'] }))
    expect(told.tasks?.map(({ group, containers }) => [group, containers?.map(({ name }) => name)])).toEqual([
      ['service:toolbox', ['toolbox']],
      ['service:api', ['web', 'log-router']],
    ])
    expect(told.tasks?.[0]).toMatchObject({
      enableExecuteCommand: true,
      lastStatus: 'RUNNING',
      platformVersion: '1.4.0',
      tags: [{ key: 'Team', value: 'platform' }],
      containers: [
        {
          runtimeId: container('toolbox', 'toolbox').runtimeId,
          managedAgents: [{ name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' }],
        },
      ],
    })
  })

  it('tells tags only to those who ask, and names what it does not have', async () => {
    const ecs = ecsOf('platform-dev', 'ReadOnly')
    const gone = '0'.repeat(32)
    const { taskId } = container('toolbox', 'toolbox')
    const told = await ecs.send(new DescribeTasksCommand({ cluster: 'platform', tasks: [taskId, gone] }))
    expect(told.tasks?.[0]?.tags).toEqual([])
    expect(told.failures).toEqual([{ arn: gone, reason: 'MISSING' }])
  })

  it('knows services and task definitions', async () => {
    const ecs = ecsOf('orders-prod', 'ReadOnly')
    const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster: 'ledger' }))
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'ledger', services: serviceArns }))
    expect(services?.map(({ serviceName, enableExecuteCommand }) => [serviceName, enableExecuteCommand])).toEqual([
      ['worker', true],
      ['migrate', false],
    ])
    const { taskDefinition } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: services?.[0]?.taskDefinition }),
    )
    expect(taskDefinition).toMatchObject({ family: 'ledger-worker', runtimePlatform: { cpuArchitecture: 'ARM64' } })
  })

  it('is another in each region and account', async () => {
    const there = ecsOf('platform-dev', 'ReadOnly', 'eu-west-1')
    expect((await there.send(new ListClustersCommand({}))).clusterArns).toEqual([
      'arn:aws:ecs:eu-west-1:118840276650:cluster/edge',
    ])
    await expect(there.send(new ListTasksCommand({ cluster: 'platform' }))).rejects.toEqual(
      named('ClusterNotFoundException'),
    )
  })

  it('is closed to those who may not look', async () => {
    const ecs = ecsOf('orders-prod', 'TunnelWithoutRead')
    await expect(ecs.send(new ListClustersCommand({}))).rejects.toEqual(
      named('AccessDeniedException', /ecs:ListClusters on resource: \*/),
    )
  })
})

describe('ExecuteCommand', () => {
  it('opens a shell in the container, over the same gateway, without any permission on Systems Manager', async () => {
    const answer = await execute(ecsOf('platform-dev', 'DatabaseTunnel'))
    expect(answer).toMatchObject({ containerName: 'toolbox', interactive: true })
    expect(answer.session?.sessionId).toMatch(/^ecs-execute-command-[0-9a-f]{17}$/)
    const client = new RawClient()
    clients.push(client)
    await client.connect({
      tokenValue: answer.session?.tokenValue ?? '',
      streamUrl: answer.session?.streamUrl ?? '',
    })
    await client.until(() => textOf(client).includes('# '))
    client.send(1, 'echo "in $HOSTNAME as $USER"\r')
    await client.until(() => textOf(client).includes('in toolbox as root'))
    client.send(1, 'exit\r')
    expect(await client.closedOutput()).toBe('')
  })

  it('gives sessions that their owner may resume and end, by an id that names nobody', async () => {
    const credentials = sandbox.issueCredentials('platform-dev', 'DatabaseTunnel')
    const { session } = await execute(new ECSClient({ ...clientOf(sandbox), credentials }))
    const ssm = new SSMClient({ ...clientOf(sandbox), credentials })
    const SessionId = session?.sessionId
    expect((await ssm.send(new ResumeSessionCommand({ SessionId }))).TokenValue).not.toBe('')
    const other = new SSMClient({
      ...clientOf(sandbox),
      credentials: sandbox.issueCredentials('orders-staging', 'DatabaseTunnel'),
    })
    await expect(other.send(new TerminateSessionCommand({ SessionId }))).rejects.toEqual(named('AccessDeniedException'))
    await ssm.send(new TerminateSessionCommand({ SessionId }))
    expect(sandbox.state().sessions.active).toEqual([])
  })

  it('takes two sessions of a container at a time, and says of the third only that something failed', async () => {
    const ecs = ecsOf('platform-dev', 'PowerUser')
    await execute(ecs)
    await execute(ecs)
    await expect(execute(ecs)).rejects.toEqual(named('TargetNotConnectedException', /internal error/))
    await expect(execute(ecs, { task: container('api', 'web').taskId, container: 'web' })).resolves.toMatchObject({
      containerName: 'web',
    })
  })

  it('says the same of exec that is off and of an agent that does not run', async () => {
    const off = container('migrate', 'app')
    const stopped = container('worker', 'app')
    const refusal = named(
      'InvalidParameterException',
      /execute command was not enabled .* or the execute command agent/,
    )
    await expect(
      execute(ecsOf('orders-prod', 'DatabaseTunnel'), { cluster: off.cluster, task: off.taskId }),
    ).rejects.toEqual(refusal)
    const toolbox = taskTarget(container('toolbox', 'toolbox'))
    sandbox.fault({ kind: 'node', target: toolbox, connection: 'lost' })
    await expect(execute(ecsOf('platform-dev', 'PowerUser'))).rejects.toEqual(refusal)
    sandbox.fault({ kind: 'node', target: toolbox, connection: 'stopped' })
    await expect(execute(ecsOf('platform-dev', 'PowerUser'))).rejects.toEqual(
      named('InvalidParameterException', /was not found/),
    )
    expect(stopped.execAgent).toBe('RUNNING')
  })

  it('wants a task that there is, a container by name where there are several, and a command', async () => {
    const ecs = ecsOf('platform-dev', 'PowerUser')
    const { taskId } = container('api', 'web')
    const wrong: readonly Partial<ExecuteCommandCommandInput>[] = [
      { task: '0'.repeat(32) },
      { task: taskId },
      { task: taskId, container: 'nginx' },
      { command: '' },
      { interactive: false },
    ]
    for (const changes of wrong) {
      await expect(execute(ecs, changes)).rejects.toEqual(named('InvalidParameterException'))
    }
    await expect(execute(ecs, { cluster: 'nowhere' })).rejects.toEqual(named('ClusterNotFoundException'))
  })

  it('is refused to those without ecs:ExecuteCommand', async () => {
    await expect(
      execute(ecsOf('orders-prod', 'PortForwardOnly'), { cluster: 'ledger', task: container('worker', 'app').taskId }),
    ).rejects.toEqual(named('AccessDeniedException', /ecs:ExecuteCommand on resource: arn:aws:ecs:.*:task\/ledger\//))
  })
})
