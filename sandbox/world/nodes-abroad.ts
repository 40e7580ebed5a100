import { ordersProd, ordersStaging, platformDev } from './organisation.ts'
import { linux, vpc } from './places.ts'
import type { ManagedNode } from './types.ts'

const windows = { platform: 'Microsoft Windows Server 2022 Datacenter', platformVersion: '10.0.20348' }

const ireland = { ...linux, region: 'eu-west-1', instanceProfile: 'bastion-ssm' }
const virginia = { ...linux, region: 'us-east-1', instanceProfile: 'bastion-ssm' }

const prodIreland = {
  ...ireland,
  accountId: ordersProd,
  vpcId: vpc.prodIreland,
  zone: 'eu-west-1a',
  subnetId: 'subnet-03c9e7a1d5b8f2604',
  securityGroupIds: ['sg-0e71b4c8d9f25a306'],
}

const stagingIreland = {
  ...ireland,
  accountId: ordersStaging,
  vpcId: vpc.stagingIreland,
  zone: 'eu-west-1b',
  subnetId: 'subnet-0d84f1b6e7a29c350',
  securityGroupIds: ['sg-02f9d7c3b8a165e40'],
}

const devVirginia = {
  ...virginia,
  accountId: platformDev,
  vpcId: vpc.devVirginia,
  zone: 'us-east-1c',
  subnetId: 'subnet-0f5a2c8e9d1b67304',
  securityGroupIds: ['sg-0b6e8f1a3d7c92450'],
}

/** Nodes in two more regions: other platforms, older agents, and shells that the account's preferences change. */
export const nodesAbroad: readonly ManagedNode[] = [
  {
    ...prodIreland,
    id: 'i-0b7f4e2a9c1d83650',
    privateIp: '10.42.10.12',
    instanceType: 't4g.nano',
    tags: { Name: 'bastion-eu', Role: 'bastion', Environment: 'production' },
    connection: 'online',
    lastPingMinutes: 1,
  },
  {
    ...prodIreland,
    ...windows,
    id: 'i-0d3390be4f17a62e5',
    privateIp: '10.42.9.20',
    instanceType: 'm7i.large',
    tags: { Name: 'report-win-1', Team: 'finance' },
    connection: 'online',
    lastPingMinutes: 2,
  },
  {
    ...prodIreland,
    ...windows,
    id: 'i-0a8c61f2d7e94b305',
    privateIp: '10.42.9.21',
    instanceType: 'm7i.large',
    tags: { Name: 'report-win-2', Team: 'finance' },
    connection: 'stopped',
    lastPingMinutes: 2_880,
  },
  {
    ...stagingIreland,
    id: 'i-04a1c55e09bd3172c',
    platform: 'Ubuntu',
    platformVersion: '24.04',
    agentVersion: '3.2.1041.0',
    privateIp: '10.62.4.131',
    instanceType: 't4g.small',
    tags: { Name: 'orders-worker-2', Service: 'orders', Stage: 'staging' },
    connection: 'online',
    lastPingMinutes: 3,
  },
  {
    ...stagingIreland,
    id: 'mi-0f4a7712ce08b91d3',
    zone: '',
    vpcId: '',
    subnetId: '',
    securityGroupIds: [],
    platform: 'Debian GNU/Linux',
    platformVersion: '12',
    instanceProfile: null,
    privateIp: '192.168.44.7',
    instanceType: '',
    tags: { Name: 'edge-nagoya-07', Site: 'nagoya' },
    connection: 'online',
    lastPingMinutes: 1,
  },
  {
    ...devVirginia,
    id: 'i-06c2d9e84f1b7a350',
    privateIp: '10.84.10.12',
    instanceType: 't4g.micro',
    tags: { Name: 'bastion-us', Role: 'bastion', Environment: 'development' },
    connection: 'online',
    lastPingMinutes: 2,
  },
  {
    ...devVirginia,
    id: 'mi-02b8e1d7c94f6a053',
    zone: '',
    vpcId: '',
    subnetId: '',
    securityGroupIds: [],
    platform: 'Red Hat Enterprise Linux',
    platformVersion: '9.4',
    instanceProfile: null,
    privateIp: '172.20.4.9',
    instanceType: '',
    tags: { Name: 'rack-12', Site: 'reston' },
    connection: 'lost',
    lastPingMinutes: 95,
  },
]
