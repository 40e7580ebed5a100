import { dataStores, endpoints } from './data-stores.ts'
import { onRequest, withRequests } from './approvals.ts'
import { tasks, workerOf } from './containers.ts'
import { consoleUser } from './login.ts'
import { assumeOnly, guardedRoles, mfaDevice, mfaUserKey } from './mfa.ts'
import { nodes } from './nodes.ts'
import { accounts, organisation, permissionSets, staticKeys } from './organisation.ts'
import { preferences } from './preferences.ts'
import type { Account, ContainerTask, ManagedNode, PermissionSet, World } from './types.ts'

/** More of everything, so that paging has pages. The extra entries come after the ones with names. */
export interface Crowd {
  /** Extra accounts; ListAccounts pages by 100. */
  readonly accounts?: number
  /** Extra permission sets of `platform-dev`; ListAccountRoles pages by 100. */
  readonly roles?: number
  /** Extra online nodes of `platform-dev`; DescribeInstanceInformation pages by 50, DescribeInstances by 1,000. */
  readonly nodes?: number
  /** Extra tasks of the service `worker` of `orders-prod`. */
  readonly tasks?: number
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0')

const extraAccount = (index: number): Account => ({
  id: `9${digits(index, 11)}`,
  name: `team-${digits(index, 4)}`,
  email: `aws+team-${digits(index, 4)}@harborline.example`,
  permissionSets: ['ReadOnly', 'DatabaseTunnel', 'PowerUser'],
  advancedInstances: false,
})

const extraRole = (index: number): PermissionSet => ({
  name: `Team${digits(index, 4)}ReadOnly`,
  allow: ['ec2:Describe*'],
  documents: [],
})

const extraNode = (model: ManagedNode, index: number): ManagedNode => ({
  ...model,
  id: `i-0f${index.toString(16).padStart(15, '0')}`,
  privateIp: `10.81.${index >> 8}.${index & 255}`,
  tags: { Name: `worker-${digits(index, 4)}`, Role: 'worker' },
})

const extraTask = (model: ContainerTask, index: number): ContainerTask => {
  const taskId = `4d${index.toString(16).padStart(30, '0')}`
  return { ...model, taskId, runtimeId: `${taskId}-${digits(index, 10)}`, privateIp: `10.40.11.${index & 255}` }
}

const series = <T>(length: number | undefined, make: (index: number) => T): readonly T[] =>
  Array.from({ length: length ?? 0 }, (_, index) => make(index))

/**
 * `with-mfa`: besides, an IAM user with a key and an MFA device, and roles that ask for its code. `with-login`: besides, an IAM user who
 * signs in at the console (`aws login`). `with-approvals`: besides, a permission set of `orders-prod` whose nodes are given out on request.
 */
export type People = 'with-sign-in' | 'with-mfa' | 'with-login' | 'with-approvals'

/** The organisation Harborline as the sandbox starts with it. */
export function createWorld(crowd: Crowd = {}, people: People = 'with-sign-in'): World {
  const roles = series(crowd.roles, extraRole)
  const hasMfa = people === 'with-mfa'
  const onRequests = people === 'with-approvals'
  const model = nodes.find((node) => node.tags['Name'] === 'bastion-dev')
  if (model === undefined) throw new Error('the world has lost its development bastion')
  return {
    organisation,
    permissionSets: [...permissionSets, ...roles, ...(hasMfa ? [assumeOnly] : []), ...(onRequests ? [onRequest] : [])],
    accounts: [
      ...accounts
        .map((account) => (onRequests ? withRequests(account) : account))
        .map((account) =>
          account.name === 'platform-dev'
            ? { ...account, permissionSets: [...account.permissionSets, ...roles.map((role) => role.name)] }
            : account,
        ),
      ...series(crowd.accounts, extraAccount),
    ],
    nodes: [...nodes, ...series(crowd.nodes, (index) => extraNode(model, index))],
    tasks: [...tasks, ...series(crowd.tasks, (index) => extraTask(workerOf(tasks), index))],
    dataStores,
    endpoints,
    staticKeys: hasMfa ? [...staticKeys, mfaUserKey] : staticKeys,
    guardedRoles,
    mfaDevices: hasMfa ? [mfaDevice] : [],
    consoleUsers: people === 'with-login' ? [consoleUser] : [],
    preferences,
  }
}
