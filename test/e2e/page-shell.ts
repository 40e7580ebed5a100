import type { Page } from '@playwright/test'
import type { CallInput, CallOutput, ContractClient } from '#contract/calls.ts'
import { until } from '../support/app-under-test.ts'
import { ask } from './fixtures.ts'

/** A shell as the page under test holds it. */
interface HeldShell {
  text: string
  before: string | null
  hasEnded: boolean
  readonly port: MessagePort
}

interface PageGlobals {
  readonly culvert: ContractClient
  shells?: Map<string, HeldShell>
}

/** Opens a shell on production: the page is told that there is a question, and somebody presses a key. */
export async function openByHand(page: Page, request: CallInput<'shell.open'>): Promise<CallOutput<'shell.open'>> {
  const { profile, region } = request
  const { asks } = await ask(page, 'target.asksFirst', { profile, region })
  if (asks) await page.keyboard.press('Space')
  return await ask(page, 'shell.open', { ...request, agreed: 'today' })
}

/** Shows a shell on the page, as the window's terminal does, and keeps what comes; it draws at once, or nothing. */
export async function attachInPage(page: Page, id: string, draws: 'at once' | 'nothing' = 'at once'): Promise<void> {
  await page.evaluate(
    async ([shell, drawing]) => {
      const globals = globalThis as unknown as PageGlobals
      const shells = (globals.shells ??= new Map())
      const attachment = 1_000 + shells.size
      const offered = new Promise<MessagePort>((resolve) => {
        window.addEventListener('message', ({ data, ports: [port] }) => {
          if (data?.attachment === attachment && port !== undefined) resolve(port)
        })
      })
      const asked = await globals.culvert.call('shell.attach', { id: shell, attachment })
      if (!asked.ok) throw new Error(asked.error.code)
      const port = await offered
      const held: HeldShell = { text: '', before: null, hasEnded: false, port }
      shells.set(shell, held)
      const decoder = new TextDecoder()
      port.addEventListener('message', ({ data }) => {
        if (data.type === 'shown') held.before = new TextDecoder().decode(data.bytes)
        if (data.type === 'end') held.hasEnded = true
        if (data.type !== 'output') return
        held.text += decoder.decode(data.bytes, { stream: true })
        if (drawing === 'at once') port.postMessage({ type: 'drawn', bytes: data.bytes.length })
      })
      port.addEventListener('close', () => (held.hasEnded = true))
      port.start()
    },
    [id, draws] as const,
  )
}

/** Types into a shell that was attached. */
export async function typeInPage(page: Page, id: string, text: string): Promise<void> {
  await page.evaluate(
    ([shell, typed]) => {
      const held = (globalThis as unknown as PageGlobals).shells?.get(shell)
      held?.port.postMessage({ type: 'input', bytes: new TextEncoder().encode(typed) })
    },
    [id, text] as const,
  )
}

/** What was shown of a shell so far. */
export async function shownInPage(page: Page, id: string): Promise<Omit<HeldShell, 'port'>> {
  return await page.evaluate((shell) => {
    const held = (globalThis as unknown as PageGlobals).shells?.get(shell)
    if (held === undefined) throw new Error('it is not attached')
    const { text, before, hasEnded } = held
    return { text, before, hasEnded }
  }, id)
}

/** Resolves once a shell shows the text. */
export async function untilShown(page: Page, id: string, pattern: RegExp): Promise<void> {
  await until(async () => (pattern.test((await shownInPage(page, id)).text) ? true : null), String(pattern))
}

/** Resolves with the state of a shell once it is of this kind. */
export async function untilShellIs<K extends string>(page: Page, id: string, kind: K) {
  return await until(async () => {
    const { shells } = await ask(page, 'app.snapshot')
    const status = shells.find((shell) => shell.id === id)?.status
    return status?.kind === kind ? status : null
  }, `a shell that is ${kind}`)
}
