import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { ask, expect, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook, showFolderAs } from './screens.ts'
import { answerFileDialog, choose } from './window-steps.ts'

async function writeProgram(folder: string, name: string, text: string, mode = 0o755): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  await chmod(path, mode)
  return path
}

/** Hides whatever plugin is installed on this computer. */
async function hideInstalled({ app }: AppUnderTest): Promise<void> {
  await app.evaluate(() => {
    const files = process.getBuiltinModule('node:fs/promises')
    const { realpath } = files
    const hidden = async (path: string): Promise<string> => {
      if (path.startsWith('/usr/')) throw Object.assign(new Error('hidden'), { code: 'ENOENT' })
      return await realpath(path)
    }
    Object.assign(files, { realpath: hidden })
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  })
}

/** Opens the engine's page and gives what the tests look at. */
async function openEngine(page: Page) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Engine' }).click()
  return {
    file: page.getByRole('group', { name: 'File of the plugin' }).getByRole('status'),
    plugin: page.getByRole('group', { name: 'Plugin on this computer' }),
    outcome: page.getByRole('group', { name: 'New sessions use' }),
    choice: page.getByRole('combobox', { name: 'Engine' }),
  }
}

/** Chooses a file in main's dialog. */
async function chooseFile(culvert: AppUnderTest, path: string | null): Promise<void> {
  await answerFileDialog(culvert, path)
  await culvert.page.getByRole('button', { name: 'Choose…' }).click()
}

/** Chooses a plugin that answers with this version; with none, no plugin is on this computer. */
async function withPlugin(culvert: AppUnderTest, folder: string, version: string | null) {
  await hideInstalled(culvert)
  const page = await openEngine(culvert.page)
  const program = await writeProgram(folder, 'session-manager-plugin', `#!/bin/sh\necho ${version}\n`)
  await chooseFile(culvert, program)
  await expect(page.file).toHaveText(program)
  if (version === null) await culvert.page.getByRole('button', { name: 'Clear' }).click()
  return { ...page, program }
}

test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

const nowhere = '/opt/aws/bin/session-manager-plugin'
/** As pictures show the folder of a test. */
const pictured = '/home/ada/bin'

test('a good plugin is found, told with its version and place, and carries new sessions where it is chosen', async ({
  culvert,
  folder,
}) => {
  const { page } = culvert
  const { plugin, outcome, choice, program } = await withPlugin(culvert, folder, '1.2.835.0')
  await expect(plugin).toContainText('Version 1.2.835.0')
  await expect(plugin).toContainText(program)
  await expect(outcome).toContainText('Built-in engine')
  await showFolderAs(culvert.page, folder, pictured)
  await everyLook(culvert, 'settings-engine', allLooks)

  await choose(page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('Plugin 1.2.835.0')
  expect((await ask(page, 'app.snapshot')).settings.engine).toBe('plugin')
})

test('a plugin below the recommended version is told as such, and AWS may refuse it where it is chosen', async ({
  culvert,
  folder,
}) => {
  const { plugin, outcome, choice } = await withPlugin(culvert, folder, '1.2.677.0')
  await expect(plugin).toContainText('Version 1.2.677.0, older than the recommended 1.2.764')
  await expect(plugin.getByRole('button', { name: 'How to update it' })).toBeVisible()
  await expect(outcome).toContainText('Built-in engine')
  await showFolderAs(culvert.page, folder, pictured)
  await everyLook(culvert, 'settings-engine-old')

  await choose(culvert.page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('AWS may refuse this version')
})

test('a plugin that is too old is never used', async ({ culvert, folder }) => {
  const { plugin, outcome, choice } = await withPlugin(culvert, folder, '1.2.463.0')
  await expect(plugin).toContainText('Version 1.2.463.0 is too old to use')
  await choose(culvert.page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('No engine')
  await showFolderAs(culvert.page, folder, pictured)
  await everyLook(culvert, 'settings-engine-too-old')
})

test('without a plugin the settings say so, and what is used instead', async ({ culvert, folder }) => {
  const { plugin, outcome, choice } = await withPlugin(culvert, folder, null)
  await expect(plugin).toContainText('Not found on this computer')
  await expect(outcome).toContainText('Built-in engine')
  await showFolderAs(culvert.page, folder, pictured)
  await everyLook(culvert, 'settings-engine-missing')

  await choose(culvert.page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('No engine')
  await expect(outcome).toContainText('No session can start')
})

test('a file that will not do is named with what is wrong with it, and another one chosen', async ({
  culvert,
  folder,
}) => {
  const { page } = culvert
  const { file, plugin, outcome } = await withPlugin(culvert, folder, null)
  await expect(plugin).toContainText('Not found on this computer')
  const open = join(folder, 'open')
  await mkdir(open)
  const replaceable = await writeProgram(open, 'session-manager-plugin', '#!/bin/sh\necho 1.2.835.0\n')
  await chmod(open, 0o777)
  const wrong = [
    [await writeProgram(folder, 'notes.txt', 'hello', 0o644), 'is not a program that can run here'],
    ['/dev/stdin', 'is on another computer or is a device'],
    [await writeProgram(folder, 'shared', '#!/bin/sh\ntouch ran\n', 0o777), 'Others on this computer may write to'],
    [replaceable, `Others on this computer may write to ${open},`],
    [await writeProgram(folder, 'quiet', '#!/bin/sh\n'), 'tells no version'],
    [await writeProgram(folder, 'ends', '#!/bin/sh\nexit 3\n'), '(exit 3)'],
    [nowhere, 'There is no file at'],
  ] as const
  for (const [path, said] of wrong) {
    await chooseFile(culvert, path)
    await expect(plugin).toContainText(said)
    await expect(plugin).toContainText(path)
    await expect(file).toHaveAttribute('data-wrong', '')
  }
  await showFolderAs(culvert.page, folder, pictured)
  await everyLook(culvert, 'settings-engine-wrong')

  await chooseFile(culvert, null)
  await expect(file).toHaveText(nowhere)
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(plugin).toContainText('Not found on this computer')
  await expect(outcome).toContainText('Built-in engine')
  expect((await ask(page, 'app.snapshot')).settings.pluginPath).toBeNull()
})

test('the page names no program, and none is run for its version before it is asked for', async ({
  culvert,
  folder,
}) => {
  const { page } = culvert
  const ran = join(folder, 'ran')
  const program = await writeProgram(folder, 'session-manager-plugin', `#!/bin/sh\nenv > ${ran}\necho 1.2.835.0\n`)
  const answer = await page.evaluate(async (pluginPath) => {
    const { culvert: bridge } = globalThis as unknown as {
      culvert: { call(name: string, input: unknown): Promise<unknown> }
    }
    return await bridge.call('settings.change', { pluginPath })
  }, program)
  expect(answer).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } })
  expect((await ask(page, 'app.snapshot')).settings.pluginPath).toBeNull()
  expect(existsSync(ran)).toBe(false)

  await hideInstalled(culvert)
  await openEngine(page)
  await chooseFile(culvert, program)
  await expect(page.getByRole('group', { name: 'Plugin on this computer' })).toContainText('Version 1.2.835.0')
  const names = (await readFile(ran, 'utf8')).split('\n').map((line) => line.split('=')[0])
  expect(names).toContain('PATH')
  expect(names.filter((name) => /^(AWS|CULVERT)_/.test(name ?? ''))).toEqual([])
})
