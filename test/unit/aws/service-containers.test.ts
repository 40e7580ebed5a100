import type { ECSClient } from '@aws-sdk/client-ecs'
import { DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs'
import { expect, it } from 'vitest'
import { containersOfService } from '#core/aws/ecs/service-containers.ts'

const idOf = (task: string): string => task.slice(task.lastIndexOf('/') + 1)

/** A cluster whose services and families have these tasks; a list has pages of a hundred. */
function clusterOf(services: Readonly<Record<string, number>>, families: Readonly<Record<string, number>>) {
  const asked = { describes: 0, atOnce: 0, most: 0 }
  const list = (named: string, count: number, from: number) => ({
    taskArns: Array.from({ length: Math.min(100, count - from) }, (_, at) => `arn/${named}-${from + at}`),
    nextToken: from + 100 < count ? String(from + 100) : undefined,
  })
  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof ListTasksCommand) {
      const { serviceName, family, nextToken } = command.input
      if (serviceName !== undefined && !(serviceName in services))
        throw Object.assign(new Error('Service not found.'), { name: 'ServiceNotFoundException' })
      const name = serviceName ?? family ?? ''
      const count = serviceName === undefined ? (families[name] ?? 0) : (services[name] ?? 0)
      return list(serviceName === undefined ? `family-${name}` : name, count, Number(nextToken ?? 0))
    }
    if (!(command instanceof DescribeTasksCommand)) throw new Error('not asked for')
    asked.describes += 1
    asked.most = Math.max(asked.most, (asked.atOnce += 1))
    await Promise.resolve()
    asked.atOnce -= 1
    const tasks = (command.input.tasks ?? []).map((taskArn) => ({
      taskArn,
      clusterArn: 'arn/ledger',
      lastStatus: 'RUNNING',
      containers: [{ name: 'app' }],
    }))
    expect(tasks.length).toBeLessThanOrEqual(100)
    return { tasks }
  }
  const client = { send } as unknown as ECSClient
  const tasksOf = async (service: string): Promise<readonly string[]> =>
    (await containersOfService(client, { cluster: 'ledger', service })).map(({ task }) => idOf(task))
  return { asked, tasksOf }
}

it('finds all of a thousand tasks, in their order, a few calls at a time', async () => {
  const { asked, tasksOf } = clusterOf({ worker: 1_001 }, {})
  expect(await tasksOf('worker')).toEqual(Array.from({ length: 1_001 }, (_, at) => `worker-${at}`))
  expect(asked.describes).toBe(11)
  expect(asked.most).toBe(4)
})

it('takes the tasks of a family where no service has the name, and for no service that is scaled to zero', async () => {
  const { tasksOf } = clusterOf({ api: 0 }, { api: 2, migrate: 1 })
  expect(await tasksOf('migrate')).toEqual(['family-migrate-0'])
  expect(await tasksOf('api')).toEqual([])
})
