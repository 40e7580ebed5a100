import type { Account, Organisation, PermissionSet, StaticKey } from './types.ts'

export const organisation: Organisation = {
  name: 'Harborline',
  startUrl: 'https://harborline.awsapps.com/start',
  issuerUrl: 'https://ssoins-7223c4f01b9a8d6e.portal.ap-northeast-1.app.aws',
  ssoRegion: 'ap-northeast-1',
  ssoSession: 'harborline',
  user: { userName: 'mika.sato', displayName: 'Mika Sato', email: 'mika.sato@harborline.example' },
}

/** What everybody may do with sessions of their own. */
export const ownSessions = ['ssm:ResumeSession', 'ssm:TerminateSession', 'ssmmessages:OpenDataChannel']
/** Reading of everything that targets are found by. */
export const looking = [
  'ssm:DescribeSessions',
  'ssm:GetConnectionStatus',
  'ssm:DescribeInstanceInformation',
  'ssm:GetDocument',
  'ssm:DescribeDocument',
  'ssm:ListDocuments',
  'ec2:Describe*',
  'ecs:List*',
  'ecs:Describe*',
]
const inContainers = ['ecs:ExecuteCommand']
/** A public key for a minute, before an SSH session. */
const keyPushing = ['ec2-instance-connect:SendSSHPublicKey']
/** What sessions that the account encrypts need besides. */
const encrypting = ['kms:GenerateDataKey']
const portDocuments = ['AWS-StartPortForwardingSession', 'AWS-StartPortForwardingSessionToRemoteHost']

export const permissionSets: readonly PermissionSet[] = [
  {
    name: 'DatabaseTunnel',
    allow: ['ssm:StartSession', ...ownSessions, ...looking, ...inContainers, ...encrypting, ...keyPushing],
    documents: ['*'],
  },
  { name: 'PortForwardOnly', allow: ['ssm:StartSession', ...ownSessions, ...looking], documents: portDocuments },
  /** May open sessions but not look around: what a doctor then cannot check, it must say. */
  { name: 'TunnelWithoutRead', allow: ['ssm:StartSession', ...ownSessions], documents: portDocuments },
  { name: 'ReadOnly', allow: looking, documents: [] },
  { name: 'PowerUser', allow: ['ssm:*', 'ssmmessages:*', 'ec2:*', 'ecs:*', 'kms:*'], documents: ['*'] },
]

export const ordersProd = '482100973316'
export const ordersStaging = '730155204418'
export const platformDev = '118840276650'

export const accounts: readonly Account[] = [
  {
    id: ordersProd,
    name: 'orders-prod',
    email: 'aws+orders-prod@harborline.example',
    permissionSets: ['DatabaseTunnel', 'PortForwardOnly', 'ReadOnly', 'TunnelWithoutRead'],
    advancedInstances: false,
  },
  {
    id: ordersStaging,
    name: 'orders-staging',
    email: 'aws+orders-staging@harborline.example',
    permissionSets: ['DatabaseTunnel', 'PowerUser', 'ReadOnly'],
    advancedInstances: false,
  },
  {
    id: platformDev,
    name: 'platform-dev',
    email: 'aws+platform-dev@harborline.example',
    permissionSets: ['DatabaseTunnel', 'PowerUser', 'ReadOnly'],
    advancedInstances: true,
  },
]

export const staticKeys: readonly StaticKey[] = [
  {
    accessKeyId: 'AKIASANDBOXHARBORLNE',
    secretAccessKey: 'sandbox+only+worthless+anywhere+else+000',
    userName: 'ci-tunnel',
    accountId: ordersStaging,
    permissionSet: 'PowerUser',
  },
  {
    accessKeyId: 'AKIASANDBOXREADONLYX',
    secretAccessKey: 'sandbox+only+worthless+anywhere+else+001',
    userName: 'ci-reader',
    accountId: ordersStaging,
    permissionSet: 'ReadOnly',
  },
]
