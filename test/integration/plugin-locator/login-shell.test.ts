import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createLoginShellPath } from '#core/system/login-shell.ts'

const folder = mkdtempSync(join(tmpdir(), 'culvert-shell-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A shell of the user's, as a script that gets `-ilc QUESTION`. */
function shell(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${text}\n`)
  chmodSync(path, 0o755)
  return path
}

function ask(shellPath: string | undefined, platform: NodeJS.Platform = 'linux'): Promise<string | null> {
  const environment = { PATH: process.env['PATH'], ...(shellPath === undefined ? {} : { SHELL: shellPath }) }
  return createLoginShellPath({ platform, environment })()
}

/** Runs, and is not just an entry that its new parent has yet to clear away. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  const state = stdout.trim()
  return state !== '' && !state.startsWith('Z')
}

describe("the login shell's PATH", () => {
  it('is read between what the start-up files print', async () => {
    const path = shell(
      'chatty',
      'echo "Welcome! PATH=/wrong"; PATH="/opt/tools:$PATH"; export PATH; eval "$2"; echo bye',
    )
    expect(await ask(path)).toBe(`/opt/tools:${process.env['PATH']}`)
  })

  it('is what a real shell says', async () => {
    expect((await ask('/bin/sh'))?.split(':')).toContain('/usr/bin')
  })

  it('is asked once, as an interactive login shell', async () => {
    const log = join(folder, 'asked')
    const path = shell('counting', `echo "$1" >> ${log}; eval "$2"`)
    const environment = { PATH: process.env['PATH'], SHELL: path }
    const read = createLoginShellPath({ platform: 'darwin', environment })
    await Promise.all([read(), read()])
    await read()
    expect(readFileSync(log, 'utf8')).toBe('-ilc\n')
  })

  it.each([
    ['fails', 'exit 3'],
    ['prints half an answer', 'echo __culvert_path__; echo /usr/bin'],
  ])('is null when the shell %s', async (_, text) => {
    expect(await ask(shell('failing', text))).toBeNull()
  })

  it('is null without a shell, with a relative one, one that is not there, and on Windows', async () => {
    expect(await ask(undefined)).toBeNull()
    expect(await ask('zsh')).toBeNull()
    expect(await ask(join(folder, 'nothing'))).toBeNull()
    expect(await ask('/bin/sh', 'win32')).toBeNull()
  })

  it('is given up after three seconds, with everything the shell started', async () => {
    const pidFile = join(folder, 'pids')
    const path = shell('stuck', `sleep 60 & echo $! > ${pidFile}; echo $$ >> ${pidFile}; wait`)
    const startedAt = performance.now()
    expect(await ask(path)).toBeNull()
    expect(performance.now() - startedAt).toBeLessThan(4_500)
    const pids = readFileSync(pidFile, 'utf8').trim().split('\n').map(Number)
    expect(pids).toHaveLength(2)
    await expect.poll(() => pids.filter(isRunning)).toEqual([])
  })
})
