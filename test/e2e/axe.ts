import type { Page } from '@playwright/test'
import axe from 'axe-core'

type Axe = typeof axe

/**
 * What axe-core has against the page as it is, by every rule that is on by default, as rule, weight and place. Its text comes in
 * by the debugger, past the page's content policy.
 */
export async function violations(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return await page.evaluate(async () => {
    const { axe: inPage } = globalThis as unknown as { axe: Axe }
    const found = await inPage.run(
      // They send the focus on at once, to the other end of a menu or a sheet: nobody can be on one.
      { exclude: ['[data-base-ui-focus-guard]'] },
      { resultTypes: ['violations'] },
    )
    // A menu stands by itself, as a dialog does. The rule that all content lies in a landmark lets pass only dialogs.
    const isMenu = (target: unknown): boolean =>
      typeof target === 'string' &&
      (document.querySelector(target)?.closest('[role="menu"], [role="listbox"]') ?? null) !== null
    return found.violations.flatMap(({ id, impact, nodes }) =>
      nodes
        .filter(({ target }) => id !== 'region' || !isMenu(target[0]))
        .map(({ target, html }) => `${id} (${impact}) at ${target.join(' ')}: ${html.slice(0, 160)}`),
    )
  })
}
