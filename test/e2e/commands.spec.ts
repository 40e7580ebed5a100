import type { Page } from '@playwright/test'
import { checkScreen } from './check-screen.ts'
import { ask, expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { run, shellStates, terminalText, untilPrompt, untilShown } from './shell-steps.ts'

const dev = { type: 'sso', session: 'harborline', accountId: '118840276650', roleName: 'DatabaseTunnel' } as const

test.beforeEach(async ({ culvert, sandbox }) => {
  await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(culvert.page, { localPort: 15_432, switch: 'off' })
  await saveTunnel(culvert.page, {
    ...{ localPort: 35_432, name: 'dev', environment: 'development', profile: dev, switch: 'off' },
  })
})

async function showCommands(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Targets/ }).focus()
  await page.keyboard.press('ArrowRight')
}

async function saveCommand(page: Page, name: string, line: string): Promise<void> {
  await page.getByRole('button', { name: 'Save a command' }).first().focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function chooseTarget(page: Page, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Target', exact: true }).press('Enter')
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click()
}

test('a command is saved, filled in, typed at the prompt and typed again in the shell that is open', async ({
  culvert,
}) => {
  const { page } = culvert
  await page.keyboard.press('Control+2')
  await showCommands(page)
  await expect(page.getByRole('heading', { name: 'No saved commands yet' })).toBeVisible()
  await checkScreen(page, 'saved commands, none')
  await saveCommand(page, 'Say it', 'echo "got={word}" {count}')
  await chooseTarget(page, 'bastion-dev')
  await page.getByRole('option', { name: /^Say it/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'word' })).toBeFocused()
  await page.keyboard.type(`it's $(id)`)
  await page.keyboard.press('Tab')
  await page.keyboard.type('2')
  const result = page.getByRole('status').filter({ hasText: 'echo' })
  await expect(result).toHaveText(`echo "got="'it'\\''s $(id)'"" 2`)
  await page.keyboard.press('Control+Enter')
  await untilShown(page, 'echo "got=')
  expect(await terminalText(page)).not.toContain("got=it's")
  await page.keyboard.press('Enter')
  await untilShown(page, "got=it's $(id) 2")

  await page.keyboard.press('Control+Shift+T')
  await showCommands(page)
  await expect(page.getByRole('textbox', { name: 'word' })).toHaveValue(`it's $(id)`)
  await page.getByRole('textbox', { name: 'count' }).fill('again')
  await page.getByRole('button', { name: 'Type in an open shell' }).press('Enter')
  await untilShown(page, /\$\(id\)'"" again$/)
  await page.keyboard.press('Enter')
  await untilShown(page, "got=it's $(id) again")
  expect((await ask(page, 'command.list')).commands).toMatchObject([
    { times: 2, habit: { values: { count: 'again' } } },
  ])
})

test('a command runs at once or alone, but on production it waits', async ({ culvert }) => {
  const { page } = culvert
  await page.keyboard.press('Control+2')
  await showCommands(page)
  await saveCommand(page, 'Sum', 'echo "sum=$((40 + 2))"')
  await chooseTarget(page, 'bastion-a')
  await expect(page.getByRole('radio')).toHaveCount(1)
  await chooseTarget(page, 'bastion-dev')
  await page.getByRole('radio', { name: /^Run at once/ }).click()
  await page.keyboard.press('Control+Enter')
  await untilShown(page, 'sum=42')
  await untilPrompt(page)
  await run(page, 'echo "still=$((1 + 1))"', 'still=2')
  await page.keyboard.press('Control+Shift+T')
  await showCommands(page)
  await chooseTarget(page, 'bastion-dev')
  await page.getByRole('radio', { name: /^Run alone, with a terminal/ }).click()
  await page.getByRole('button', { name: /^Open and run/ }).press('Enter')
  await untilShown(page, 'sum=42')
  await expect.poll(() => shellStates(page)).toContain('ended')
})

test('looks as it was designed', async ({ culvert }) => {
  const { page } = culvert
  const lines = [
    ['Follow a service log', 'journalctl -u {service} -f -n {lines}'],
    ['Who talks to the database', `ss -tnp state established '( dport = :{port} )'`],
    ['Restart the agent', 'sudo systemctl restart amazon-ssm-agent'],
    ['Rails console', 'cd /srv/orders && bin/rails console -e {env} --sandbox'],
    ['Disk and memory', 'df -h / && free -m'],
  ] as const
  for (const [name, line] of lines) {
    const tag = name === 'Who talks to the database' ? { key: 'Role', value: 'bastion' } : null
    const { id } = await ask(page, 'command.save', { name, line, shell: 'posix', tag })
    if (name === 'Follow a service log')
      await ask(page, 'command.used', {
        id,
        habit: { use: 'wait', values: { service: 'amazon-ssm-agent', lines: '100' } },
      })
  }
  await page.keyboard.press('Control+2')
  await showCommands(page)
  await chooseTarget(page, 'bastion-dev')
  await everyLook(culvert, 'commands', allLooks)
  await checkScreen(page, 'saved commands')
  await page.getByRole('button', { name: 'Edit' }).click()
  await everyLook(culvert, 'commands-edit', ['en-light', 'ja-dark'])
  await checkScreen(page, 'saved command, edited')
  await page.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('option', { name: /^Follow/ })).toBeHidden()
})
