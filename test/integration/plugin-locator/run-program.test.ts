import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readPluginVersion } from '#core/aws/plugin-locator/read-version.ts'
import { runProgram } from '#core/system/run-program.ts'

const folder = mkdtempSync(join(tmpdir(), 'culvert-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string, mode: number): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

describe('reading the version of real files', () => {
  it('reads what the plugin prints', async () => {
    const path = file('good', '#!/bin/sh\n[ "$1" = --version ] && echo 1.2.764.0\n', 0o755)
    expect(await readPluginVersion(path, runProgram)).toEqual({ ok: true, value: '1.2.764.0' })
  })

  it.each([
    ['a file that is not there', () => join(folder, 'nothing'), 'ENGINE_NOT_FOUND'],
    ['a text file', () => file('text', 'hello', 0o644), 'ENGINE_UNUSABLE'],
    ['a text file marked executable', () => file('marked', 'hello', 0o755), 'ENGINE_UNUSABLE'],
    ['a folder', () => folder, 'ENGINE_UNUSABLE'],
    ['a program that prints nothing', () => file('mute', '#!/bin/sh\n', 0o755), 'ENGINE_UNUSABLE'],
    ['a program that dies at once', () => file('dying', '#!/bin/sh\nkill -9 $$\n', 0o755), 'ENGINE_UNUSABLE'],
  ])('names %s', async (_, make, code) => {
    const path = make()
    expect(await readPluginVersion(path, runProgram)).toMatchObject({ ok: false, error: { code, details: { path } } })
  })

  it.each([
    ['another program', 'echo aws-cli/2.27.0 Python/3.13', 'not-a-version'],
    ['one that prints nothing', '', 'not-a-version'],
    ['one that fails', 'echo 1.2.764.0; exit 3', 'failed'],
    ['one that talks without end', 'exec yes', 'not-a-version'],
  ])('says what is wrong with %s', async (_, text, reason) => {
    const path = file('wrong', `#!/bin/sh\n${text}\n`, 0o755)
    expect(await readPluginVersion(path, runProgram)).toMatchObject({ ok: false, error: { details: { path, reason } } })
  })

  it('gives up on a program that never ends, and kills it', async () => {
    const path = file('endless', '#!/bin/sh\nexec sleep 60\n', 0o755)
    expect(await runProgram(path, [], 100)).toEqual({ kind: 'timed-out' })
  })
})

it('kills a program that prints without end', async () => {
  const path = file('flood', '#!/bin/sh\nexec yes\n', 0o755)
  expect(await runProgram(path, [], 5_000, 1_000)).toEqual({ kind: 'flooded' })
})

it('runs a program without a shell: what means something to one is an argument like any other', async () => {
  const path = file('echo', '#!/bin/sh\nprintf "%s\\n" "$@"\n', 0o755)
  const args = ['$(id)', '; id', '`id`', '$HOME', 'two words', '*', '"']
  expect(await runProgram(path, args, 5_000)).toMatchObject({ kind: 'exited', code: 0, output: `${args.join('\n')}\n` })
})
