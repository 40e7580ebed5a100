import type { DialTarget } from '../gateway/gateway.ts'

/** The company whose AWS organisation the sandbox plays. */
export interface Organisation {
  readonly name: string
  /** Exactly what users type as `sso_start_url`. */
  readonly startUrl: string
  /** The portal's newer address, which names the region; where a company's own address leads to. */
  readonly issuerUrl: string
  /** Region of the Identity Center instance. */
  readonly ssoRegion: string
  /** Name of the `[sso-session]` section that the sandbox writes. */
  readonly ssoSession: string
  readonly user: { readonly userName: string; readonly displayName: string; readonly email: string }
}

/** What a permission set allows. Actions and documents may end with `*`. */
export interface PermissionSet {
  readonly name: string
  readonly allow: readonly string[]
  /** Session documents that `ssm:StartSession` may name; `SSM-SessionManagerRunShell` stands for no document. */
  readonly documents: readonly string[]
}

export interface Account {
  /** Twelve digits. */
  readonly id: string
  readonly name: string
  readonly email: string
  /** Names of permission sets assigned to the user. */
  readonly permissionSets: readonly string[]
  /** Whether the advanced-instances tier is on, which sessions to `mi-` nodes need. */
  readonly advancedInstances: boolean
}

/** `stopped` and `pending` nodes are EC2 instances in that state; `unregistered` ones run, but never reached Systems Manager. */
export type NodeConnection = 'online' | 'lost' | 'stopped' | 'pending' | 'unregistered'

/** An EC2 instance or a hybrid node. */
export interface ManagedNode {
  /** `i-` or `mi-` and 17 hexadecimal digits. */
  readonly id: string
  readonly accountId: string
  readonly region: string
  readonly zone: string
  readonly vpcId: string
  readonly subnetId: string
  readonly securityGroupIds: readonly string[]
  readonly privateIp: string
  readonly instanceType: string
  readonly tags: Readonly<Record<string, string>>
  readonly platform: string
  readonly platformVersion: string
  readonly agentVersion: string
  readonly instanceProfile: string | null
  readonly connection: NodeConnection
  /** Minutes since the agent's last ping when the sandbox starts. */
  readonly lastPingMinutes: number
}

/** By the name of its system. */
export const isWindows = ({ platform }: Pick<ManagedNode, 'platform'>): boolean => platform.includes('Windows')

/** One container of a running task of an ECS service; containers of one task share its id, address and tags. */
export interface ContainerTask {
  readonly accountId: string
  readonly region: string
  readonly cluster: string
  readonly service: string
  readonly container: string
  /** 32 hexadecimal digits. */
  readonly taskId: string
  /** `<taskId>-<ten digits>` on Fargate. */
  readonly runtimeId: string
  readonly vpcId: string
  readonly subnetId: string
  readonly securityGroupIds: readonly string[]
  readonly privateIp: string
  /** Of the exec agent; no call of ECS tells it. */
  readonly agentVersion: string
  /** Of Fargate. */
  readonly platformVersion: string
  readonly architecture: 'x86_64' | 'arm64'
  readonly tags: Readonly<Record<string, string>>
  /** Whether the task was started with ECS Exec. */
  readonly exec: 'on' | 'off'
  /** What DescribeTasks says of the container's ExecuteCommandAgent; null where there is none. */
  readonly execAgent: 'PENDING' | 'RUNNING' | 'STOPPED' | null
}

/** What the account's document SSM-SessionManagerRunShell says in one region, as its `inputs` spell it. */
export interface SessionPreferences {
  readonly accountId: string
  readonly region: string
  /** Minutes, as text; empty = AWS's default. */
  readonly idleSessionTimeout: string
  /** Minutes, as text; empty = none. */
  readonly maxSessionDuration: string
  /** Id, ARN or alias; empty = not encrypted. */
  readonly kmsKeyId: string
  readonly runAsEnabled: boolean
  readonly runAsDefaultUser: string
}

export type DatabaseEngine = 'postgresql' | 'mysql' | 'redis' | 'opensearch'

/** Small services of the sandbox itself, for tests and measurements. */
export type LoopbackService = 'echo' | 'discard' | 'source'

/** Where a name in a VPC ends up. */
export type Destination =
  | { readonly kind: 'database'; readonly engine: DatabaseEngine }
  | { readonly kind: 'service'; readonly service: LoopbackService }
  /** The SSH server of the node itself. */
  | { readonly kind: 'ssh-server' }
  | DialTarget

/** A host and port that agents in one VPC (or on one node, for `localhost`) can dial. */
export interface NetworkEndpoint {
  readonly host: string
  readonly port: number
  /** VPC id, or node id for endpoints on the node itself. */
  readonly place: string
  readonly leadsTo: Destination
}

/** A database of RDS, ElastiCache or OpenSearch, as their describe calls would tell. */
export interface DataStore {
  readonly id: string
  readonly accountId: string
  readonly region: string
  readonly service: 'rds-cluster' | 'rds-instance' | 'elasticache' | 'opensearch'
  readonly engine: string
  readonly engineVersion: string
  readonly host: string
  readonly readerHost: string | null
  readonly port: number
  readonly vpcId: string
  readonly securityGroupIds: readonly string[]
  readonly privateIp: string
}

/** A long-lived key of an IAM user. The only secrets in the repository, and worthless outside the sandbox. */
export interface StaticKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly userName: string
  readonly accountId: string
  readonly permissionSet: string
}

/** A role of an account's own, beside those that permission sets have, and what its trust policy asks of whoever assumes it. */
export interface GuardedRole {
  readonly accountId: string
  readonly name: string
  /** What it may do, by the name of a permission set. */
  readonly permissionSet: string
  /** `aws:MultiFactorAuthPresent` */
  readonly asksMfa: boolean
  /** `sts:ExternalId`; null where none is asked for. */
  readonly externalId: string | null
}

/** A virtual MFA device of an IAM user. The secret is worthless outside the sandbox. */
export interface MfaDevice {
  /** The device's ARN, as it stands in `mfa_serial`. */
  readonly serial: string
  readonly userArn: string
  /** Base32, as an authenticator takes it. */
  readonly secret: string
}

/** An IAM user who signs in at the console, and whom programs may work as with `aws login`. */
export interface ConsoleUser {
  readonly accountId: string
  readonly userName: string
  /** Name of the permission set that the user has. */
  readonly permissionSet: string
  /** The profile that stands for the user in the config. */
  readonly profile: string
}

export interface World {
  readonly organisation: Organisation
  readonly permissionSets: readonly PermissionSet[]
  readonly accounts: readonly Account[]
  readonly nodes: readonly ManagedNode[]
  readonly tasks: readonly ContainerTask[]
  readonly dataStores: readonly DataStore[]
  readonly endpoints: readonly NetworkEndpoint[]
  readonly staticKeys: readonly StaticKey[]
  readonly guardedRoles: readonly GuardedRole[]
  readonly mfaDevices: readonly MfaDevice[]
  readonly consoleUsers: readonly ConsoleUser[]
  /** Where there is none the account has no such document. */
  readonly preferences: readonly SessionPreferences[]
}
