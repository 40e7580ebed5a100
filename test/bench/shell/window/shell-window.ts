import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ask, signInAtOnce } from '../../../e2e/fixtures.ts'
import { launchApp, until, type AppUnderTest } from '../../../support/app-under-test.ts'
import { startSandboxProcess, type SandboxProcess } from '../../../support/sandbox-process.ts'
import type { AgentPacing, BenchEngine } from '../../figure.ts'

/** The whole app, signed in, with the sandbox behind it. */
export interface ShellWindow {
  readonly culvert: AppUnderTest
  readonly page: Page
  stop(): Promise<void>
}

/** An agent as quick as it can be sends as much as shells do at the relay's port (`shell-throughput`). */
const behaviours = {
  faithful: { firstOutputMs: 0 },
  unpaced: { firstOutputMs: 0, payloadBytes: 16_384, sleepMs: 0 },
} as const

/**
 * What lies between the sandbox's service and relay. `loopback`: 4 MB of a flood and more, in the system's own buffers, which neither end
 * can make smaller. `line`: what a network of 100 Mbit/s and 20 ms has under way.
 */
export type Between = 'loopback' | 'line'

const lineBytes = 262_144

/** How the far end plays in one measurement. */
export interface FarEnd {
  readonly agent: AgentPacing
  readonly between: Between
}

/** Starts both. The window has the size of the design. */
export async function startShellWindow(engine: BenchEngine & string, far: FarEnd): Promise<ShellWindow> {
  const sandbox = await startSandboxProcess(['--databases', 'none'])
  const folder = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  const culvert = await launchApp({ environment: sandbox.environment, userData: join(folder, 'profile') }).catch(
    async (error: unknown) => {
      await sandbox.stop()
      throw error
    },
  )
  const stop = async (): Promise<void> => {
    await culvert.quit()
    await sandbox.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await prepare(culvert, sandbox, engine, far)
    return { culvert, page: culvert.page, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function prepare(culvert: AppUnderTest, sandbox: SandboxProcess, engine: string, { agent, between }: FarEnd) {
  const underwayBytes = between === 'line' ? lineBytes : 0
  await sandbox.fault({ kind: 'agent', behaviour: { ...behaviours[agent], underwayBytes } })
  if (engine === 'builtin' || engine === 'plugin') await ask(culvert.page, 'settings.change', { engine })
  await signInAtOnce(culvert, sandbox)
  // What starts after the first look is no part of what is measured.
  await until(async () => ((await isSettled(culvert.page)) ? true : null), 'the app to have started')
}

async function isSettled(page: Page): Promise<boolean> {
  return (await ask(page, 'app.snapshot')).app.plugin.state !== 'looking'
}

/** Whether this computer has a graphics card that the window is drawn by. */
export async function drawnBy({ app }: AppUnderTest): Promise<'graphics card' | 'software rendering'> {
  const compositing = await app.evaluate(({ app: main }) => main.getGPUFeatureStatus().gpu_compositing)
  return compositing === 'enabled' ? 'graphics card' : 'software rendering'
}
