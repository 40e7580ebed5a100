import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { networkAddressForm } from '#contract/forms.ts'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { expect, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

/** Added to this computer where it has none in a private network. */
const added = '10.231.77.7'

const canAdd = process.platform === 'linux' && process.getuid?.() === 0

function ownAddress(): string | null {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses)
  return all.find(({ address, internal }) => !internal && networkAddressForm.test(address))?.address ?? null
}

/** The app sees the address that was added as one of a network; on loopback it would not count. */
async function showAddress({ app }: AppUnderTest): Promise<void> {
  await app.evaluate((_, address) => {
    const os = process.getBuiltinModule('node:os')
    const info = { address, cidr: `${address}/24`, netmask: '', mac: '', internal: false, family: 'IPv4' as const }
    Object.assign(os, { networkInterfaces: () => ({ eth1: [info] }) })
    process.getBuiltinModule('node:module').syncBuiltinESMExports()
  }, added)
}

/** Answers main's next question with a button; gives what stood there. */
async function answerQuestions({ app }: AppUnderTest, response: number): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ dialog }, answer) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { message, detail, buttons } = given.at(-1) as { message: string; detail: string; buttons: string[] }
      asked.push([message, detail, ...buttons].join('\n'))
      return { response: answer, checkboxChecked: false }
    }
  }, response)
  return async () => await app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
}

async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port })
  const answer = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'close').then(() => false),
  ]).catch(() => false)
  socket.destroy()
  return answer
}

test('a person opens a tunnel to a network in main’s dialog, sees it, and takes it back', async ({
  culvert,
  sandbox,
  port,
}) => {
  const own = ownAddress()
  test.skip(own === null && !canAdd, 'the computer is in no private network, and this user can not add an address')
  const address = own ?? added
  if (own === null) {
    execFileSync('ip', ['address', 'add', `${added}/32`, 'dev', 'lo'])
    await showAddress(culvert)
  }
  try {
    const { page } = culvert
    await signInAtOnce(culvert, sandbox)
    await saveTunnel(page, { localPort: port, environment: 'development' })
    const row = tunnelRow(page, 'orders-db')
    await expect.poll(() => answers('127.0.0.1', port)).toBe(true)

    const refused = await answerQuestions(culvert, 0)
    await row.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Open to a network…' }).click()
    await expect.poll(async () => (await refused()).length).toBe(1)
    expect((await refused())[0]).toContain(address)
    expect(await answers(address, port)).toBe(false)

    const asked = await answerQuestions(culvert, 1)
    await row.click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Open to a network…' }).click()
    await expect.poll(() => answers(address, port)).toBe(true)
    expect((await asked())[0]).toContain('Every computer in the network')
    await expect(row).toContainText('Network')
    await row.click()
    const bar = page.getByRole('status').filter({ hasText: `at ${address}` })
    await expect(bar).toContainText('Every computer in that network can use this database')
    await everyLook(culvert, 'open-to-network', ['en-light', 'en-dark', 'ja-light', 'en-light-small', 'ja-light-small'])
    await bar.getByRole('button', { name: /^This computer only/ }).click()
    await expect(bar).toHaveCount(0)
    await expect.poll(() => answers(address, port)).toBe(false)
    expect(await answers('127.0.0.1', port)).toBe(true)
  } finally {
    if (own === null) execFileSync('ip', ['address', 'del', `${added}/32`, 'dev', 'lo'])
  }
})
