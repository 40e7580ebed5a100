import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { ask, expect, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { choose } from './window-steps.ts'

async function writeProgram(folder: string, name: string, text: string, mode = 0o755): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  await chmod(path, mode)
  return path
}

/**
 * Makes the app find this plugin wherever it looks for one, or none; whatever this computer has. The app still starts a
 * real program: this one, under the usual names.
 */
async function installPlugin({ app }: AppUnderTest, program: string | null): Promise<void> {
  await app.evaluate((_electron, installed) => {
    const programs = process.getBuiltinModule('node:child_process')
    const run = programs.execFile
    const instead = (file: string): string => {
      if (!file.endsWith('/session-manager-plugin')) return file
      return installed !== null && file.startsWith('/usr/local/') ? installed : `${file}.missing`
    }
    const execFile = (file: string, ...rest: unknown[]): unknown =>
      Reflect.apply(run, programs, [instead(file), ...rest])
    Object.assign(programs, { execFile })
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  }, program)
}

/** Opens the engine's page and gives what the tests look at. */
async function openEngine(page: Page) {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Engine' }).click()
  const field = page.getByRole('textbox', { name: 'Path of the plugin' })
  return {
    field,
    plugin: page.getByRole('group', { name: 'Plugin on this computer' }),
    outcome: page.getByRole('group', { name: 'New sessions use' }),
    choice: page.getByRole('combobox', { name: 'Carry sessions with' }),
    async enter(path: string): Promise<void> {
      await field.fill(path)
      await field.press('Enter')
    },
  }
}

/** Installs a plugin that answers with this version, or none, and lets the app look again by itself. */
async function lookAgain(culvert: AppUnderTest, folder: string, version: string | null) {
  const page = await openEngine(culvert.page)
  const program =
    version === null ? null : await writeProgram(folder, `plugin-${version}`, `#!/bin/sh\necho ${version}\n`)
  await installPlugin(culvert, program)
  // The first look may have found one that is installed here; each change of the path makes the app look again.
  await page.enter(nowhere)
  await expect(page.plugin).toContainText(`There is no file at ${nowhere}`)
  await page.enter('')
  await expect(page.plugin).not.toContainText(nowhere)
  await page.field.blur()
  return page
}

test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

const nowhere = '/opt/aws/bin/session-manager-plugin'
const usual = '/usr/local/sessionmanagerplugin/bin/session-manager-plugin'

test('a good plugin is found, told with its version and place, and carries new sessions', async ({
  culvert,
  folder,
}) => {
  const { page } = culvert
  const { plugin, outcome, choice } = await lookAgain(culvert, folder, '1.2.835.0')
  await expect(plugin).toContainText('Version 1.2.835.0')
  await expect(plugin).toContainText(usual)
  await expect(outcome).toContainText('Plugin 1.2.835.0')
  await everyLook(culvert, 'settings-engine', allLooks)

  await choose(page, choice, 'Built in')
  await expect(outcome).toContainText('Built-in engine')
  expect((await ask(page, 'app.snapshot')).settings.engine).toBe('builtin')
})

test('a plugin below the recommended version is told as such, and Automatic goes round it', async ({
  culvert,
  folder,
}) => {
  const { plugin, outcome, choice } = await lookAgain(culvert, folder, '1.2.677.0')
  await expect(plugin).toContainText('Version 1.2.677.0, older than the recommended 1.2.764')
  await expect(plugin.getByRole('button', { name: 'How to update it' })).toBeVisible()
  await expect(outcome).toContainText('Built-in engine')
  await everyLook(culvert, 'settings-engine-old')

  await choose(culvert.page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('AWS may refuse this version')
})

test('a plugin that is too old is never used', async ({ culvert, folder }) => {
  const { plugin, outcome, choice } = await lookAgain(culvert, folder, '1.2.463.0')
  await expect(plugin).toContainText('Version 1.2.463.0 is too old to use')
  await choose(culvert.page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('No engine')
  await everyLook(culvert, 'settings-engine-too-old')
})

test('without a plugin the settings say so, and what is used instead', async ({ culvert, folder }) => {
  const { plugin, outcome, choice } = await lookAgain(culvert, folder, null)
  await expect(plugin).toContainText('Not found on this computer')
  await expect(outcome).toContainText('Built-in engine')
  await everyLook(culvert, 'settings-engine-missing')

  await choose(culvert.page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('No engine')
  await expect(outcome).toContainText('No session can start')
})

test('a path is taken without its quotes, and a wrong one is named with what is wrong there', async ({
  culvert,
  folder,
}) => {
  const { page } = culvert
  const { field, plugin, outcome, enter } = await lookAgain(culvert, folder, null)
  const good = await writeProgram(folder, 'my plugin', '#!/bin/sh\necho 1.2.835.0\n')
  await enter(`"${good}"`)
  await expect(field).toHaveValue(good)
  await expect(outcome).toContainText('Plugin 1.2.835.0')

  const wrong = [
    [await writeProgram(folder, 'notes.txt', 'hello', 0o644), 'is not a program that can run here'],
    ['session-manager-plugin', 'is not a full path'],
    [await writeProgram(folder, 'quiet', '#!/bin/sh\n'), 'tells no version'],
    [await writeProgram(folder, 'ends', '#!/bin/sh\nexit 3\n'), '(exit 3)'],
    [nowhere, 'There is no file at'],
  ] as const
  for (const [path, said] of wrong) {
    await enter(path)
    await expect(plugin).toContainText(said)
    await expect(plugin).toContainText(path)
    await expect(field).toHaveAttribute('aria-invalid', 'true')
  }
  await field.blur()
  await everyLook(culvert, 'settings-engine-wrong')

  await page.getByRole('button', { name: 'Clear the path' }).click()
  await expect(plugin).toContainText('Not found on this computer')
  await expect(field).toHaveValue('')
  expect((await ask(page, 'app.snapshot')).settings.pluginPath).toBeNull()
})
