import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launchApp, until, type AppUnderTest } from '../support/app-under-test.ts'
import { findOfficialPlugin } from '../support/official-plugin.ts'
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.ts'
import { ask, signInAtOnce, test as base } from './fixtures.ts'
import { bastion, openShell, shellStates } from './shell-steps.ts'

interface OneApp {
  readonly app: AppUnderTest
  readonly sandbox: SandboxProcess
}

/** One app for all tests of a file, signed in: to start it takes longer than what each of them looks at. */
export const test = base.extend<object, { readonly one: OneApp }>({
  one: [
    async ({ browserName: _unused }, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'culvert-e2e-'))
      const sandbox = await startSandboxProcess(['--databases', 'none'])
      const app = await launchApp({ environment: sandbox.environment, userData: join(folder, 'profile') })
      await sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
      await signInAtOnce(app, sandbox)
      await use({ app, sandbox })
      await app.quit()
      await sandbox.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

/** Pages on which production was agreed to: a person is asked once a day. */
const agreed = new WeakSet<Page>()

export const engines = ['builtin', 'plugin'] as const
export type Engine = (typeof engines)[number]

/** Opens a shell over an engine, and nothing beside it; the test is skipped where the engine is not there. */
export async function onlyShell({ app: { page } }: OneApp, engine: Engine): Promise<void> {
  const isMissing = engine === 'plugin' && (await findOfficialPlugin()) === null
  base.skip(isMissing, 'session-manager-plugin is not installed')
  await ask(page, 'settings.change', { engine })
  for (const { id } of (await ask(page, 'app.snapshot')).shells) await ask(page, 'shell.close', { id })
  await until(async () => ((await shellStates(page)).length === 0 ? true : null), 'no shell')
  await openShell(page, bastion, agreed.has(page) ? 'yes' : 'no')
  agreed.add(page)
}

export { expect } from '@playwright/test'
