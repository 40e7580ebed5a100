import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { ask, expect, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { choose } from './window-steps.ts'

/** A program that answers as AWS's plugin of this version would. */
async function writePlugin(folder: string, version: string): Promise<string> {
  return await writeProgram(folder, `plugin-${version}`, `#!/bin/sh\necho ${version}\n`)
}

async function writeProgram(folder: string, name: string, text: string, mode = 0o755): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  await chmod(path, mode)
  return path
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

/** Makes the app find no plugin, whatever is installed on this computer: every look comes back with ENOENT. */
async function hidePlugins({ app }: AppUnderTest): Promise<void> {
  await app.evaluate(() => {
    const programs = process.getBuiltinModule('node:child_process')
    const run = programs.execFile
    const hiding = (file: string, ...rest: unknown[]): unknown =>
      Reflect.apply(run, programs, [file.endsWith('/session-manager-plugin') ? `${file}.hidden` : file, ...rest])
    Object.assign(programs, { execFile: hiding })
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  })
}

test.beforeEach(async ({ culvert, sandbox }) => await signInAtOnce(culvert, sandbox))

test('a good plugin is told with its version and its place, and carries new sessions', async ({ culvert, folder }) => {
  const { page } = culvert
  const { field, plugin, outcome, choice, enter } = await openEngine(page)
  const path = await writePlugin(folder, '1.2.835.0')
  await enter(`"${path}"`)
  await expect(field).toHaveValue(path)
  await expect(plugin).toContainText('Version 1.2.835.0')
  await expect(plugin).toContainText(path)
  await expect(outcome).toContainText('Plugin 1.2.835.0')
  await field.blur()
  await everyLook(culvert, 'settings-engine', allLooks)

  await choose(page, choice, 'Built in')
  await expect(outcome).toContainText('Built-in engine')
  expect((await ask(page, 'app.snapshot')).settings.engine).toBe('builtin')
})

test('a plugin below the recommended version is told as such, and Automatic goes round it', async ({
  culvert,
  folder,
}) => {
  const { page } = culvert
  const { field, plugin, outcome, choice, enter } = await openEngine(page)
  await enter(await writePlugin(folder, '1.2.677.0'))
  await expect(plugin).toContainText('Version 1.2.677.0, older than the recommended 1.2.764')
  await expect(plugin.getByRole('button', { name: 'How to update it' })).toBeVisible()
  await expect(outcome).toContainText('Built-in engine')
  await field.blur()
  await everyLook(culvert, 'settings-engine-old')

  await choose(page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('AWS may refuse this version')
})

test('a plugin that is too old is never used', async ({ culvert, folder }) => {
  const { page } = culvert
  const { field, plugin, outcome, choice, enter } = await openEngine(page)
  await enter(await writePlugin(folder, '1.2.463.0'))
  await expect(plugin).toContainText('Version 1.2.463.0 is too old to use')
  await choose(page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('No engine')
  await field.blur()
  await everyLook(culvert, 'settings-engine-too-old')
})

test('a wrong path is named with what is wrong there, and can be taken back', async ({ culvert, folder }) => {
  const { page } = culvert
  const { field, plugin, enter } = await openEngine(page)
  const text = await writeProgram(folder, 'notes.txt', 'hello', 0o644)
  await enter(text)
  await expect(plugin).toContainText(`${text} is not a program that can run here`)
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await field.blur()
  await everyLook(culvert, 'settings-engine-wrong')

  const wrong = [
    ['session-manager-plugin', 'is not a full path'],
    [join(folder, 'nothing'), 'There is no file at'],
    [await writeProgram(folder, 'quiet', '#!/bin/sh\n'), 'tells no version'],
    [await writeProgram(folder, 'ends', '#!/bin/sh\nexit 3\n'), '(exit 3)'],
  ] as const
  for (const [path, said] of wrong) {
    await enter(path)
    await expect(plugin).toContainText(said)
  }
  await page.getByRole('button', { name: 'Clear the path' }).click()
  await expect(plugin).not.toContainText(folder)
  await expect(field).toHaveValue('')
  expect((await ask(page, 'app.snapshot')).settings.pluginPath).toBeNull()
})

test('without a plugin the settings say so, and what is used instead', async ({ culvert, folder }) => {
  const { page } = culvert
  const { field, plugin, outcome, choice, enter } = await openEngine(page)
  await hidePlugins(culvert)
  // The first look may have found one that is installed here; each change of the path makes the app look again.
  await enter(join(folder, 'nothing'))
  await expect(plugin).toContainText('There is no file at')
  await enter('')
  await expect(plugin).toContainText('Not found on this computer')
  await expect(outcome).toContainText('Built-in engine')
  await field.blur()
  await everyLook(culvert, 'settings-engine-missing')

  await choose(page, choice, 'Session Manager plugin')
  await expect(outcome).toContainText('No engine')
  await expect(outcome).toContainText('No session can start')
})
