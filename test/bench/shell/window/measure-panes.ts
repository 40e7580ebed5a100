import type { Page } from '@playwright/test'
import { bastion, openShell, panes, run, untilPrompt } from '../../../e2e/shell-steps.ts'
import { until } from '../../../support/app-under-test.ts'
import type { BenchEngine, Measurement } from '../../figure.ts'
import { appMemory } from './app-memory.ts'
import type { ShellWindow } from './shell-window.ts'

const tabs = 5
const splits = ['Control+Shift+D', 'Control+Shift+E', 'Control+Shift+E'] as const

/** What twenty panes take, each with a full scrollback: resident memory of all that the app runs, over the empty window. */
export async function measurePanes({ page, culvert }: ShellWindow, engine: BenchEngine): Promise<Measurement> {
  const before = await appMemory(culvert)
  for (let tab = 0; tab < tabs; tab += 1) {
    await (tab === 0 ? openShell(page) : openAnother(page))
    await fill(page)
    for (const [index, keys] of splits.entries()) {
      await page.keyboard.press(keys)
      await until(async () => ((await panes(page).count()) === index + 2 ? true : null), 'another pane')
      await untilPrompt(page)
      await fill(page)
    }
  }
  const after = await appMemory(culvert)
  const beside = { page: after.page - before.page, relay: after.relay - before.relay }
  return { name: 'shell-panes', engine, value: after.all - before.all, beside, agent: 'unpaced' }
}

/** In a tab of its own; production was asked about with the first one. */
async function openAnother(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+T')
  await page.getByRole('searchbox', { name: 'Name, id, tag or address' }).fill(bastion)
  await page
    .getByRole('grid', { name: 'Targets' })
    .getByRole('row', { name: new RegExp(bastion) })
    .press('Enter')
  await untilPrompt(page)
}

/** More lines than are kept. */
async function fill(page: Page): Promise<void> {
  await run(page, 'flood 1', /FLOOD END 1$/m)
  await untilPrompt(page)
}
