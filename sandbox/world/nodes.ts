import { ordersProd, ordersStaging, platformDev } from './organisation.ts'
import { homeRegion, linux, vpc } from './places.ts'
import { nodesAbroad } from './nodes-abroad.ts'
import type { ManagedNode } from './types.ts'

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

/** What Auto Scaling puts on the instances of a group. */
const inGroup = (name: string): Readonly<Record<string, string>> => ({ 'aws:autoscaling:groupName': name })

const nodesAtHome: readonly ManagedNode[] = [
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
    tags: { Name: 'bastion-stg', Role: 'bastion', Environment: 'staging', ...inGroup('bastions-staging') },
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
    tags: { Name: 'bastion-stg-spare', Role: 'bastion', Environment: 'staging', ...inGroup('bastions-staging') },
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

export const nodes: readonly ManagedNode[] = [...nodesAtHome, ...nodesAbroad]
