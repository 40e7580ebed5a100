import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter } from 'node:path'
import type { PluginDeps } from './plugin.ts'
import { userOf } from './run-as.ts'

const SHELLS = ['/bin/bash', '/usr/bin/bash', '/bin/sh']
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** What to run for a shell or for a command document, with nothing of this process's environment. */
export interface CommandLine {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** A login on the pretended instance: bash where there is one, else sh; no start files, so that output is the same everywhere. */
export function commandLine(deps: PluginDeps): CommandLine {
  const { properties, behaviour } = deps
  const commands = properties['commands'] ?? ''
  const file = SHELLS.find(isExecutable) ?? '/bin/sh'
  const quiet = file.endsWith('bash') ? ['--noprofile', '--norc'] : []
  return {
    file,
    args: commands === '' ? quiet : [...quiet, '-c', commands],
    cwd: tmpdir(),
    env: {
      HISTFILE: '/dev/null',
      HOME: tmpdir(),
      LANG: 'C.UTF-8',
      PATH: behaviour.programFolder === '' ? SYSTEM_PATH : `${behaviour.programFolder}${delimiter}${SYSTEM_PATH}`,
      PS1: 'sh-5.2$ ',
      SHELL: file,
      TERM: 'xterm-256color',
      USER: userOf(deps),
      ...containerEnvironment(properties['container']),
    },
  }
}

/** What a container of ECS has besides: its task's metadata, and root's prompt. */
function containerEnvironment(container: string | undefined): Readonly<Record<string, string>> {
  if (container === undefined) return {}
  return {
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    ECS_CONTAINER_METADATA_URI_V4: 'http://169.254.170.2/v4/sandbox',
    HOSTNAME: container,
    PS1: `${container}# `,
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
