import { ordersProd, ordersStaging, platformDev } from './organisation.ts'
import { homeRegion, vpc } from './places.ts'
import type { ContainerTask } from './types.ts'

const fargate = {
  platformVersion: '1.4.0',
  exec: 'on' as const,
  execAgent: 'RUNNING' as const,
  agentVersion: '3.3.1611.0',
}

const dev = {
  ...fargate,
  accountId: platformDev,
  region: homeRegion,
  cluster: 'platform',
  vpcId: vpc.dev,
  subnetId: 'subnet-09d5c2b8f7e1a6304',
  securityGroupIds: ['sg-0d92b6f4e18a3c750'],
  architecture: 'x86_64' as const,
}

const prod = {
  ...fargate,
  accountId: ordersProd,
  region: homeRegion,
  cluster: 'ledger',
  vpcId: vpc.prod,
  subnetId: 'subnet-0c7d81f3a5e92b604',
  securityGroupIds: ['sg-0b41d7e9a2c85f360'],
  architecture: 'arm64' as const,
  tags: { Team: 'ledger' },
}

const toolboxTask = '9f2c47d1e08b4a6c93f5d2708be14a6c'
const apiTask = '9f2c81b7d3e64f05a2c9781d6e5011de'
const workerTask = '4c1e92a6b7d04f3388c5e1f06d92a07d'
const migrateTask = '91bb5d07c3e24a9f86d1f7a0358c20c4'
const ordersTask = '7d03e5a91b4c4f62ae8870c2d16f95b3'
const edgeTask = 'c3a86f10d2e94b57b1f4059e7d8a2c61'

/** Containers of running tasks: some that can be opened, and one in each condition that cannot. */
export const tasks: readonly ContainerTask[] = [
  {
    ...dev,
    service: 'toolbox',
    container: 'toolbox',
    taskId: toolboxTask,
    runtimeId: `${toolboxTask}-2816437905`,
    privateIp: '10.80.10.201',
    tags: { Team: 'platform' },
  },
  {
    ...dev,
    service: 'api',
    container: 'web',
    taskId: apiTask,
    runtimeId: `${apiTask}-0527746613`,
    privateIp: '10.80.10.214',
    tags: { Team: 'platform', Service: 'api' },
  },
  {
    ...dev,
    service: 'api',
    container: 'log-router',
    taskId: apiTask,
    runtimeId: `${apiTask}-3194820057`,
    privateIp: '10.80.10.214',
    tags: { Team: 'platform', Service: 'api' },
  },
  {
    ...prod,
    service: 'worker',
    container: 'app',
    taskId: workerTask,
    runtimeId: `${workerTask}-1840266597`,
    privateIp: '10.40.10.88',
  },
  {
    ...prod,
    service: 'migrate',
    container: 'app',
    taskId: migrateTask,
    runtimeId: `${migrateTask}-3370915482`,
    privateIp: '10.40.10.93',
    exec: 'off',
    execAgent: null,
  },
  {
    ...dev,
    accountId: ordersStaging,
    cluster: 'orders',
    service: 'worker',
    container: 'app',
    taskId: ordersTask,
    runtimeId: `${ordersTask}-2209573341`,
    vpcId: vpc.staging,
    subnetId: 'subnet-02f8e6a1d9b5c4703',
    securityGroupIds: ['sg-05e8f2a1c97d4b603'],
    privateIp: '10.60.10.77',
    tags: { Service: 'orders' },
    execAgent: 'STOPPED',
  },
  {
    ...dev,
    region: 'eu-west-1',
    cluster: 'edge',
    service: 'cache-warmer',
    container: 'app',
    taskId: edgeTask,
    runtimeId: `${edgeTask}-1057733290`,
    vpcId: vpc.devIreland,
    subnetId: 'subnet-0b2e9f61c8d47a350',
    securityGroupIds: ['sg-0aa4c7e15b92d8f36'],
    privateIp: '10.82.10.20',
    tags: { Team: 'edge' },
  },
]

/** The StartSession target of a container: `ecs:<cluster>_<task>_<runtime id>`. */
export const taskTarget = (task: ContainerTask): string => `ecs:${task.cluster}_${task.taskId}_${task.runtimeId}`

/** The container of the service `worker` in production. */
export function workerOf(all: readonly ContainerTask[]): ContainerTask {
  const worker = all.find(({ taskId }) => taskId === workerTask)
  if (worker === undefined) throw new Error('the world has lost its worker')
  return worker
}
