import { copyFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchApp, type AppUnderTest } from '../support/app-under-test.ts'
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.ts'
import { ask, expect, saveTunnel, test } from './fixtures.ts'
import { allLooks, everyLook } from './screens.ts'
import { answerFileDialog } from './window-steps.ts'

const region = 'ap-northeast-1'

interface Behind {
  readonly culvert: AppUnderTest
  readonly sandbox: SandboxProcess
}

/** The app behind the sandbox's proxy, told by the system's PAC file; `hosts` besides are in nobody's network. */
async function behindProxy(
  folder: string,
  run: (behind: Behind) => Promise<void>,
  untold: readonly string[] = [],
): Promise<void> {
  const sandbox = await startSandboxProcess(['--databases', 'none', '--corporate-network', '--proxy-by', 'pac'])
  const environment = {
    ...sandbox.environment,
    ...Object.fromEntries(['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', ...untold].map((name) => [name, ''])),
  }
  const culvert = await launchApp({ environment, userData: join(folder, 'profile') })
  try {
    await run({ culvert, sandbox })
  } finally {
    await culvert.quit()
    await sandbox.stop()
  }
}

async function openNetworkPage({ page }: AppUnderTest): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Network' }).click()
}

test('the network page tries every host through the proxy of the PAC file', async ({ folder, port }) => {
  await behindProxy(folder, async ({ culvert, sandbox }) => {
    const { page } = culvert
    await saveTunnel(page, { localPort: port })
    await openNetworkPage(culvert)
    await expect(page.getByRole('heading', { name: 'Every host of AWS answers' })).toBeVisible()
    const row = page.getByRole('row', { name: `ssmmessages.${region}.amazonaws.com` })
    await expect(row).toContainText('Session data, WebSocket')
    await expect(row).toContainText('Proxy')
    await expect(row).toContainText('Culvert sandbox test authority')
    await expect(page.getByRole('definition').filter({ hasText: 'System settings' })).toBeVisible()
    await everyLook(culvert, 'network', allLooks)
    await page.getByText('sso:Logout').scrollIntoViewIfNeeded()
    await everyLook(culvert, 'network-calls')

    await sandbox.fault({ kind: 'proxy', policy: { kind: 'domain-sign-in' } })
    await page.getByRole('button', { name: 'Check again' }).click()
    await expect(page.getByText('It takes Kerberos and NTLM.', { exact: false })).toBeVisible()
    await expect(page.getByText('without a sign-in at the proxy.', { exact: false })).toBeVisible()
    await everyLook(culvert, 'network-sign-in', ['en-light', 'en-dark', 'ja-light', 'en-light-small'])
  })
})

test('what stops session data alone is a text for the network team', async ({ folder, port }) => {
  await behindProxy(folder, async ({ culvert, sandbox }) => {
    const { page } = culvert
    await saveTunnel(page, { localPort: port })
    await sandbox.fault({ kind: 'proxy', policy: { kind: 'no-web-sockets' } })
    await openNetworkPage(culvert)
    await expect(page.getByRole('heading', { name: 'Your network inspects the session connection' })).toBeVisible()
    const text = `Allow WebSocket connections from 127.0.0.1 to ssmmessages.${region}.amazonaws.com:443 and exempt that host from TLS inspection. The other AWS hosts already work.`
    await expect(page.getByText(text)).toBeVisible()
    await everyLook(culvert, 'network-inspected', allLooks)
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    expect(await culvert.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(text)
  })
})

test('a chosen file of certificates is trusted, and one that breaks later is named', async ({ folder, port }) => {
  await behindProxy(
    folder,
    async ({ culvert, sandbox }) => {
      const { page } = culvert
      await saveTunnel(page, { localPort: port })
      await openNetworkPage(culvert)
      await expect(page.getByRole('heading', { name: 'Your company’s certificate is not trusted here' })).toBeVisible()
      const row = page.getByRole('group', { name: 'Certificate file' })
      const path = join(folder, 'corp-root.pem')
      await writeFile(path, 'no certificate')
      await answerFileDialog(culvert, path)
      await row.getByRole('button', { name: 'Choose…' }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'No certificate in it.' })).toBeVisible()
      expect((await ask(page, 'app.snapshot')).settings.certificateFile).toBeNull()

      await copyFile(sandbox.environment['AWS_CA_BUNDLE'] ?? '', path)
      await row.getByRole('button', { name: 'Choose…' }).click()
      await expect(page.getByRole('heading', { name: 'Every host of AWS answers' })).toBeVisible()
      await expect(row).toContainText('1 certificate, valid until')
      await row.scrollIntoViewIfNeeded()
      await everyLook(culvert, 'network-certificate-file', allLooks)

      await rm(path)
      await page.getByRole('button', { name: 'Check again' }).click()
      await expect(page.getByRole('heading', { name: 'Your company’s certificate is not trusted here' })).toBeVisible()
      await expect(row).toContainText('Cannot be read. Put it back')
      await everyLook(culvert, 'network-certificate-gone', ['en-light', 'ja-dark'])
      await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Tunnels' }).click()
      await expect(page.getByText('The file of certificates cannot be used')).toBeVisible()
      await everyLook(culvert, 'network-certificate-banner', ['en-light', 'ja-dark'])
    },
    ['AWS_CA_BUNDLE'],
  )
})

test('a PAC file that never returns is told, and the window goes on', async ({ folder, port }) => {
  const sandbox = await startSandboxProcess(['--databases', 'none', '--corporate-network', '--proxy-by', 'pac'])
  // Before the start: a script that was read once is kept for a while.
  await sandbox.fault({ kind: 'proxy', policy: { kind: 'silent-script' } })
  const culvert = await launchApp({ environment: sandbox.environment, userData: join(folder, 'profile') })
  try {
    const { page } = culvert
    await saveTunnel(page, { localPort: port })
    await openNetworkPage(culvert)
    const told = page.getByRole('heading', { name: 'The proxy script of this computer gives no answer' })
    await expect(told).toBeVisible()
    await expect(page.getByText('did not return within 3 s')).toBeVisible()
    await expect(page.getByRole('row', { name: `ssm.${region}.amazonaws.com` })).toContainText('script silent')
    // Nothing that a network team could allow.
    await expect(page.getByText('For your network team')).toHaveCount(0)
    await everyLook(culvert, 'network-script-silent', ['en-light', 'ja-dark'])
    const failed = await ask(page, 'signIn.start', { session: 'harborline' }).then(String, String)
    expect(failed).toContain('PROXY_SCRIPT_SILENT')
  } finally {
    await culvert.quit()
    await sandbox.stop()
  }
})
