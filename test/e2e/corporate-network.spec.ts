import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { HttpsProxyAgent } from 'hpagent'
import { launchApp, type AppUnderTest } from '../support/app-under-test.ts'
import { readPostgres } from '../support/real-clients.ts'
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.ts'
import { ask, expect, saveTunnel, test } from './fixtures.ts'
import { everyLook } from './screens.ts'
import { tunnelRow } from './window-steps.ts'

/** A browser behind the proxy: gives where the page of the service leads to. */
async function follow(page: string, sandbox: SandboxProcess): Promise<string> {
  const { HTTPS_PROXY, auto_proxy: script = '', AWS_CA_BUNDLE: bundle = '' } = sandbox.environment
  const proxy = HTTPS_PROXY ?? new URL(script).origin
  const agent = new HttpsProxyAgent({ proxy, ca: await readFile(bundle, 'utf8') })
  return await new Promise((resolve, reject) => {
    const asked = request(page, { agent }, (answer) => {
      answer.resume()
      resolve(answer.headers.location ?? '')
    })
    asked.once('error', reject)
    asked.end()
  })
}

async function signIn({ page, nextOpenedPage }: AppUnderTest, sandbox: SandboxProcess): Promise<void> {
  await sandbox.fault({ kind: 'consent', mode: 'allow' })
  const started = ask(page, 'signIn.start', { session: 'harborline' })
  await fetch(await follow(await nextOpenedPage(), sandbox))
  await started
}

const ways = [
  { told: 'a variable', by: 'http' },
  { told: 'the system’s PAC file', by: 'pac' },
] as const

for (const { told, by } of ways) {
  test(`psql reads through the builtin engine behind a proxy that looks into TLS, told by ${told}`, async ({
    folder,
    port,
  }) => {
    const sandbox = await startSandboxProcess(['--databases', 'postgresql', '--corporate-network', '--proxy-by', by])
    // What AWS CLI needs there, and no more; an empty variable names nobody.
    const environment = { ...sandbox.environment, SSL_CERT_FILE: '', NODE_EXTRA_CA_CERTS: '' }
    const userData = join(folder, 'profile')
    const culvert = await launchApp({ environment, userData })
    try {
      await signIn(culvert, sandbox)
      await ask(culvert.page, 'settings.change', { engine: 'builtin' })
      await saveTunnel(culvert.page, { localPort: port })
      const [server] = sandbox.databases
      if (server === undefined) throw new Error('the sandbox has no PostgreSQL')
      const rows = await readPostgres(port, server, 'SELECT id, item FROM orders ORDER BY id LIMIT 1')
      expect(rows).toEqual([['1000', 'marine rope 12 mm']])
      await expect(tunnelRow(culvert.page, 'orders-db')).toContainText('Ready')
      await tunnelRow(culvert.page, 'orders-db').click()
      const panel = culvert.page.getByRole('complementary', { name: 'Tunnel detail' })
      await expect(panel).toContainText('From environment variables: AWS_CA_BUNDLE')
      if (by === 'http') await everyLook(culvert, 'variables', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
      const { proxy, calls } = await sandbox.state()
      // Whoever reads the account's log of calls finds each of them by the program's name.
      expect(calls.filter(({ userAgent }) => !userAgent.includes('culvert/'))).toEqual([])
      expect(new Set(calls.map(({ service }) => service)).size).toBeGreaterThan(2)
      const reached = proxy.filter(({ status }) => status === 200).map(({ host }) => host)
      expect(reached).toEqual(
        expect.arrayContaining(['ssm.ap-northeast-1.amazonaws.com', 'ssmmessages.ap-northeast-1.amazonaws.com']),
      )
    } finally {
      await culvert.quit()
      await sandbox.stop()
    }
  })
}
