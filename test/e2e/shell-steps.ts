import { expect, type Locator, type Page } from '@playwright/test'
import { ask, databaseTunnel } from './fixtures.ts'
import { until } from '../support/app-under-test.ts'

/** The sandbox's bastion of production. */
export const bastion = 'i-0ab3f29c81d7e4402'

/** What the question about production was answered with, or is to be. */
export type Agreed = 'yes' | 'no' | 'once'

/** {@link beginShell}; resolves once the prompt is there. */
export async function openShell(page: Page, node: string = bastion, agreed: Agreed = 'no'): Promise<void> {
  await beginShell(page, node, agreed)
  await untilPrompt(page)
}

/**
 * Goes to the shells and opens one on a node, by its id. `agreed`: somebody said yes to
 * production today, or is to say so for once; otherwise it is said for the day.
 */
export async function beginShell(page: Page, node: string = bastion, agreed: Agreed = 'no'): Promise<void> {
  await ask(page, 'target.addPlace', { profile: databaseTunnel, region: 'ap-northeast-1' })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Shells' }).click()
  await page.getByRole('searchbox', { name: 'Name, id, tag or address' }).fill(node)
  const row = page.getByRole('grid', { name: 'Targets' }).getByRole('row', { name: new RegExp(node) })
  await row.press('Enter')
  if (node === bastion && agreed !== 'yes') await agreeToProduction(page, agreed === 'once' ? 'once' : 'today')
}

/** Says yes to the question about production, for the account until the day is over unless said. */
export async function agreeToProduction(page: Page, agreement: 'once' | 'today' = 'today'): Promise<void> {
  const question = page.getByRole('alertdialog', { name: 'Open a shell on production?' })
  if (agreement === 'today') await question.getByRole('checkbox').check()
  await question.getByRole('button', { name: 'Open shell' }).click()
}

/** Resolves once the terminal that has the keys shows a prompt, and nothing behind it. */
export async function untilPrompt(page: Page): Promise<void> {
  await until(async () => (/[$#]$/.test(await terminalText(page)) ? true : null), 'a prompt')
}

/** What the terminal that has the keys shows, as the page draws it, without what is blank. */
export async function terminalText(page: Page): Promise<string> {
  return await textOf(page.locator('.pane.active'))
}

/** What the terminal in a pane shows. */
export async function textOf(pane: Locator): Promise<string> {
  const rows = await pane.first().locator('.xterm-rows > div').allInnerTexts()
  return rows
    .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
    .join('\n')
    .trimEnd()
}

/** Types a line into whatever has the keys, with Enter; resolves once the text is shown. */
export async function run(page: Page, line: string, shown: string | RegExp): Promise<void> {
  await page.keyboard.type(line)
  await page.keyboard.press('Enter')
  await untilShown(page, shown)
}

export async function untilShown(page: Page, shown: string | RegExp): Promise<void> {
  const isThere = (text: string): boolean => (typeof shown === 'string' ? text.includes(shown) : shown.test(text))
  let text = ''
  const look = async (): Promise<true | null> => {
    text = await terminalText(page)
    return isThere(text) ? true : null
  }
  await until(look, `“${shown}” in the terminal`).catch((error: unknown) => {
    throw new Error(`${String(error)}, which shows:\n${text}`)
  })
}

/** How many shells main has, by the state they are in. */
export async function shellStates(page: Page): Promise<readonly string[]> {
  return (await ask(page, 'app.snapshot')).shells.map(({ status }) => status.kind)
}

/** The panes that are shown. */
export const panes = (page: Page): Locator => page.locator('.pane')

/** Puts a text on the clipboard as another program would, and pastes it. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const data = new DataTransfer()
    data.setData('text/plain', pasted)
    const field = document.querySelector('.pane.active .xterm-helper-textarea')
    field?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }, text)
}

export { expect }
