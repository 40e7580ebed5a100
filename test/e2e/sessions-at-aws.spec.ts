import { openIdentity } from '../integration/identity/identity-setup.ts'
import { readPostgres } from '../support/real-clients.ts'
import type { SandboxProcess } from '../support/sandbox-process.ts'
import { checkScreen } from './check-screen.ts'
import { databaseTunnel, expect, hosts, saveTunnel, signInAtOnce, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
const place = { profile: databaseTunnel, region: 'ap-northeast-1' } as const

/** A session of the same person, that another program has started. */
async function startElsewhere(sandbox: SandboxProcess, what: 'forward' | 'shell'): Promise<string> {
  const identity = await openIdentity(sandbox.environment)
  const target = await identity.sessions.resolveTarget(place, { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] })
  if (!target.ok) throw new Error(target.error.code)
  const started = await identity.sessions.start(place, {
    targetId: target.value.id,
    purpose:
      what === 'forward'
        ? { for: 'forward', endpoint: { host: hosts.orders, port: 5_432 }, localPort: 5_432 }
        : { for: 'shell', program: { run: 'shell' }, size: { columns: 80, rows: 24 } },
    reason: 'somebody else',
    engine: 'builtin',
  })
  await identity.dispose()
  if (!started.ok) throw new Error(started.error.code)
  return started.value.sessionId
}

test('sessions that are open at AWS are told apart, and those that nothing here uses are ended', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port })
  expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
  const forward = await startElsewhere(sandbox, 'forward')
  const shell = await startElsewhere(sandbox, 'shell')
  const activeIds = async (): Promise<readonly string[]> =>
    (await sandbox.state()).sessions.active.map(({ sessionId }) => sessionId)
  const own = (await activeIds()).filter((id) => id !== forward && id !== shell)

  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('button', { name: 'Open at AWS' }).click()
  const unused = page.getByRole('region', { name: 'Not in use here' }).getByRole('listitem')
  const used = page.getByRole('region', { name: 'In use here', exact: true }).getByRole('listitem')
  await expect(unused).toHaveCount(2)
  await expect(used).toHaveCount(1)
  await expect(used).toContainText('orders-db')
  await expect(used).toContainText(own[0] ?? '')
  await expect(used.getByRole('checkbox')).toHaveCount(0)
  await expect(unused.filter({ hasText: shell })).toContainText('Shell')
  for (const box of await unused.getByRole('checkbox').all()) await box.check()
  await checkScreen(page, 'sessions at AWS')
  await everyLook(culvert, 'sessions-at-aws', allLooks)

  // Nothing is ended before a person has read what, and Enter is no answer.
  await page.keyboard.press('Delete')
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('Terminate 2 sessions at AWS?')
  await expect(question).toContainText(forward)
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await everyLook(culvert, 'sessions-terminate', allLooks)
  await page.keyboard.press('Escape')
  expect(await activeIds()).toHaveLength(3)

  await page.getByRole('button', { name: 'Terminate 2…' }).click()
  await question.getByRole('button', { name: 'Terminate 2' }).click()
  await expect(unused).toHaveCount(0)
  expect(await activeIds()).toEqual(own)
  expect(await readPostgres(port, login, 'SELECT 2')).toEqual([['2']])
})

test('an account where sessions may not be listed says which permission is missing', async ({
  culvert,
  sandbox,
  port,
}) => {
  const { page } = culvert
  await signInAtOnce(culvert, sandbox)
  await saveTunnel(page, { localPort: port, profile: { ...databaseTunnel, roleName: 'TunnelWithoutRead' } })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('button', { name: 'Open at AWS' }).click()
  await expect(page.getByText('Not asked: ssm:DescribeSessions is not allowed here.')).toBeVisible()
  await page.getByRole('button', { name: 'Copy the permission' }).click()
  const copied = await culvert.app.evaluate(({ clipboard }) => clipboard.readText())
  expect(JSON.parse(copied)).toMatchObject({ Statement: [{ Effect: 'Allow', Action: 'ssm:DescribeSessions' }] })
  await checkScreen(page, 'sessions at AWS, refused')
  await everyLook(culvert, 'sessions-at-aws-refused')
})
