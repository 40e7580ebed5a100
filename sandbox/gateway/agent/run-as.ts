import type { PluginDeps } from './plugin.ts'

/** Users that every pretended instance has. */
const users: ReadonlySet<string> = new Set(['root', 'ssm-user', 'ec2-user', 'ubuntu'])

const NOBODY = 'Invalid RunAs username. Set default username in Session Manager Preferences page.'

/** What a session ends with whose preferences ask for a user that is not named, or that the instance does not have; null = go on. */
export function refuseUser({ behaviour, properties }: PluginDeps): string | null {
  const { runAsUser } = behaviour
  if (runAsUser === null || isContainer(properties)) return null
  if (runAsUser.trim() === '') return NOBODY
  return users.has(runAsUser)
    ? null
    : `Unable to start shell: failed to start pty since RunAs user ${runAsUser} does not exist`
}

/** Whom a shell says it runs as. In truth it is whoever runs the sandbox. */
export const userOf = ({ behaviour, properties }: PluginDeps): string =>
  isContainer(properties) ? 'root' : (behaviour.runAsUser ?? 'ssm-user')

/** Sessions of ECS Exec name their container. */
const isContainer = (properties: PluginDeps['properties']): boolean => properties['container'] !== undefined
