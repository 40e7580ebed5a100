import { accessSync, constants } from 'node:fs'
import { tmpdir } from 'node:os'

const SHELLS = ['/bin/bash', '/usr/bin/bash', '/bin/sh']

/** What to run for a shell (`commands` empty) or for a command document, with nothing of this process's environment. */
export interface CommandLine {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** A login on the pretended instance: bash where there is one, else sh; no start files, so that output is the same everywhere. */
export function commandLine(commands: string): CommandLine {
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
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      PS1: 'sh-5.2$ ',
      SHELL: file,
      TERM: 'xterm-256color',
      USER: 'ssm-user',
    },
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
