import { ordersProd, ordersStaging, platformDev } from './organisation.ts'
import type { ContainerTask, ManagedNode } from './types.ts'

export const homeRegion = 'ap-northeast-1'

export const vpc = {
  prod: 'vpc-0f21ac93d8e5b7041',
  warehouse: 'vpc-03b8d2e61f9ac4750',
  staging: 'vpc-0a97c4e15d20f83b6',
  dev: 'vpc-06d3f1b8e92a5c07d',
} as const

/** First two bytes of each VPC's /16. */
export const vpcNetworks: Readonly<Record<string, string>> = {
  [vpc.prod]: '10.40',
  [vpc.warehouse]: '10.44',
  [vpc.staging]: '10.60',
  [vpc.dev]: '10.80',
}

const linux = { platform: 'Amazon Linux', platformVersion: '2023', agentVersion: '3.3.987.0' }

const prodNode = {
  ...linux,
  accountId: ordersProd,
  region: homeRegion,
  vpcId: vpc.prod,
  securityGroupIds: ['sg-0b41d7e9a2c85f360'],
  instanceProfile: 'bastion-ssm',
}

const stagingNode = {
  ...linux,
  accountId: ordersStaging,
  region: homeRegion,
  vpcId: vpc.staging,
  securityGroupIds: ['sg-05e8f2a1c97d4b603'],
  instanceProfile: 'bastion-ssm',
}

const devNode = {
  ...linux,
  accountId: platformDev,
  region: homeRegion,
  vpcId: vpc.dev,
  securityGroupIds: ['sg-0d92b6f4e18a3c750'],
  instanceProfile: 'bastion-ssm',
}

export const nodes: readonly ManagedNode[] = [
  {
    ...prodNode,
    id: 'i-0ab3f29c81d7e4402',
    zone: 'ap-northeast-1a',
    subnetId: 'subnet-0c7d81f3a5e92b604',
    privateIp: '10.40.10.12',
    instanceType: 't4g.nano',
    tags: { Name: 'bastion-a', Role: 'bastion', Environment: 'production' },
    connection: 'online',
    lastPingMinutes: 1,
  },
  {
    ...prodNode,
    id: 'i-0c7e41d8b5a90f236',
    zone: 'ap-northeast-1c',
    subnetId: 'subnet-0e19b4d7c6f2a8305',
    privateIp: '10.40.11.12',
    instanceType: 't4g.nano',
    tags: { Name: 'bastion-c', Role: 'bastion', Environment: 'production' },
    connection: 'lost',
    lastPingMinutes: 14,
  },
  {
    ...prodNode,
    id: 'i-0e52d90b7c3f1a864',
    zone: 'ap-northeast-1a',
    subnetId: 'subnet-0c7d81f3a5e92b604',
    privateIp: '10.40.10.47',
    instanceType: 'm7g.large',
    tags: { Name: 'orders-api', Role: 'api', Environment: 'production' },
    instanceProfile: null,
    connection: 'unregistered',
    lastPingMinutes: 0,
  },
  {
    ...stagingNode,
    id: 'i-09d4c6e2f08b371be',
    zone: 'ap-northeast-1a',
    subnetId: 'subnet-02f8e6a1d9b5c4703',
    privateIp: '10.60.10.12',
    instanceType: 't4g.nano',
    tags: { Name: 'bastion-stg', Role: 'bastion', Environment: 'staging' },
    connection: 'online',
    lastPingMinutes: 2,
  },
  {
    ...stagingNode,
    id: 'i-02a7b95d4e6c8f130',
    zone: 'ap-northeast-1c',
    subnetId: 'subnet-0b63a9d7e2f1c8504',
    privateIp: '10.60.11.12',
    instanceType: 't4g.nano',
    tags: { Name: 'bastion-stg-spare', Role: 'bastion', Environment: 'staging' },
    connection: 'stopped',
    lastPingMinutes: 4_320,
  },
  {
    ...devNode,
    id: 'i-05f1d3a7e94b0c93a',
    zone: 'ap-northeast-1d',
    subnetId: 'subnet-09d5c2b8f7e1a6304',
    privateIp: '10.80.10.12',
    instanceType: 't4g.micro',
    tags: { Name: 'bastion-dev', Role: 'bastion', Environment: 'development' },
    connection: 'online',
    lastPingMinutes: 3,
  },
  {
    ...devNode,
    id: 'mi-07c2e9f1b4d8a6053',
    zone: '',
    subnetId: '',
    securityGroupIds: [],
    privateIp: '192.168.20.15',
    instanceType: '',
    tags: { Name: 'osaka-office', Role: 'office-gateway' },
    platform: 'Ubuntu',
    platformVersion: '24.04',
    instanceProfile: null,
    connection: 'online',
    lastPingMinutes: 2,
  },
]

const platformTask = '9f2c47d1e08b4a6c93f5d2708be14a6c'

export const tasks: readonly ContainerTask[] = [
  {
    accountId: platformDev,
    region: homeRegion,
    cluster: 'platform',
    service: 'toolbox',
    container: 'toolbox',
    taskId: platformTask,
    runtimeId: `${platformTask}-2816437905`,
    vpcId: vpc.dev,
    subnetId: 'subnet-09d5c2b8f7e1a6304',
    securityGroupIds: ['sg-0d92b6f4e18a3c750'],
    privateIp: '10.80.10.201',
    agentVersion: '3.3.1611.0',
  },
]

/** The StartSession target of a task: `ecs:<cluster>_<task>_<runtime id>`. */
export const taskTarget = (task: ContainerTask): string => `ecs:${task.cluster}_${task.taskId}_${task.runtimeId}`
