import type { FileCarrier, FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'

/** What a file session is tried over. */
export type FileWay = 'ssh' | 'shell'
/** Why it is the shell. */
export type ShellReason = Extract<FileCarrier, { over: 'shell' }>['why']

/** What is tried first: SSH, but for containers, in which none runs. */
export function firstWay({ target }: Pick<FileRequest, 'target'>): FileWay {
  return target.on === 'container' ? 'shell' : 'ssh'
}

/**
 * Why the shell is tried after SSH came to nothing, by what a session over SSH was over with; null where a shell would fail alike.
 * `wasGranted`: the service had started the session, so that what failed is behind it.
 */
export function fallbackAfter(problem: Problem, wasGranted: boolean): ShellReason | null {
  if (problem.code === 'RELAY_STOPPED' || problem.code === 'SSH_HOST_KEY_CHANGED') return null
  if (wasGranted) return 'no-server'
  // Roles are often given the document of shells and not the one of SSH.
  return problem.code === 'ACCESS_DENIED' || problem.code === 'DOCUMENT_INVALID' ? 'ssh-failed' : null
}

const users = [
  { platform: /ubuntu/i, user: 'ubuntu' },
  { platform: /debian/i, user: 'admin' },
  { platform: /centos/i, user: 'centos' },
  { platform: /rocky/i, user: 'rocky' },
  { platform: /alma/i, user: 'ec2-user' },
  { platform: /fedora/i, user: 'fedora' },
  { platform: /bitnami/i, user: 'bitnami' },
]

/** The user that images of a system come with, by its name as the inventory has it: `Ubuntu`, `Amazon Linux 2023`. */
export function usualUser(platform: string | null): string {
  return users.find((one) => platform !== null && one.platform.test(platform))?.user ?? 'ec2-user'
}
