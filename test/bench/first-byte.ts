import { once } from 'node:events'
import { connect } from 'node:net'
import type { Snapshot } from '#contract/snapshot.ts'
import { launchApp, until, type AppUnderTest } from '../support/app-under-test.ts'
import { startSandboxProcess, type SandboxProcess } from '../support/sandbox-process.ts'
import { draftOf } from '../support/tunnel-fields.ts'
import type { Measurement, Report } from './figure.ts'

const rounds = 7
const localPort = 34_999

/**
 * From a client's connect on an armed port without a session to the first byte back, in the whole app: waiting room, sign-in
 * check, target look-up, StartSession, data channel, agent, endpoint. Nothing is subtracted, not even the sandbox's own
 * StartSession, so the figure errs on the strict side. The median of several cold starts.
 */
export async function measureFirstByte(report: Report): Promise<readonly Measurement[]> {
  const sandbox = await startSandboxProcess(['--databases', 'none'])
  const culvert = await launchApp({ environment: sandbox.environment })
  try {
    await signIn(culvert, sandbox)
    const plugin = await until(() => knownPlugin(culvert.page), 'the look for a plugin')
    // One that was found is run for its version only before its first session.
    const isThere = plugin === 'found' || plugin === 'unchecked'
    if (!isThere) report('first-byte plugin: NOT MEASURED, session-manager-plugin is not installed')
    const engines = isThere ? (['builtin', 'plugin'] as const) : (['builtin'] as const)
    const measurements: Measurement[] = []
    for (const engine of engines)
      measurements.push({ name: 'first-byte', engine, value: await medianOf(culvert, engine) })
    return measurements
  } finally {
    await culvert.quit()
    await sandbox.stop()
  }
}

/** Signs the app in without a browser. */
export async function signIn({ page, nextOpenedPage }: AppUnderTest, sandbox: SandboxProcess): Promise<void> {
  await sandbox.fault({ kind: 'consent', mode: 'allow' })
  const started = call(page, 'signIn.start', { session: 'harborline' })
  await fetch(await nextOpenedPage())
  await started
}

/** Calls main through the page's own bridge; throws what it answers with when that is a problem. */
export async function call(page: AppUnderTest['page'], name: string, input: unknown): Promise<unknown> {
  const result = await page.evaluate(
    async ([callName, value]) => {
      const { culvert } = globalThis as unknown as {
        culvert: { call(callName: string, value: unknown): Promise<{ ok: boolean; value?: unknown; error?: unknown }> }
      }
      return await culvert.call(callName, value)
    },
    [name, input] as const,
  )
  if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`)
  return result.value
}

async function medianOf({ page }: AppUnderTest, engine: 'builtin' | 'plugin'): Promise<number> {
  const draft = draftOf({
    name: `first byte ${engine}`,
    environment: 'production',
    kind: 'tcp',
    profile: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'DatabaseTunnel' },
    region: 'ap-northeast-1',
    target: { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] },
    endpoint: { host: 'echo.harborline.internal', port: 7 },
    localPort,
    engine,
  })
  const { id } = (await call(page, 'tunnel.create', draft)) as { id: string }
  await call(page, 'tunnel.arm', { id })
  await until(async () => ((await listens()) ? true : null), 'the port')
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    times.push(await timeFirstByte())
    // Nothing ends an open connection unasked, so the one of this round has to be gone.
    await until(async () => ((await hasClients(page, id)) ? null : true), 'the client to be gone')
    await call(page, 'tunnel.disconnect', { id })
    await until(async () => ((await isArmed(page, id)) ? true : null), 'the session to close')
  }
  await call(page, 'tunnel.remove', { id })
  return times.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? Number.NaN
}

/** Null while the app still looks for one. */
async function knownPlugin(page: AppUnderTest['page']): Promise<Snapshot['app']['plugin']['state'] | null> {
  const { app } = (await call(page, 'app.snapshot', undefined)) as Snapshot
  return app.plugin.state === 'looking' ? null : app.plugin.state
}

async function isArmed(page: AppUnderTest['page'], id: string): Promise<boolean> {
  const { tunnels } = (await call(page, 'app.snapshot', undefined)) as {
    tunnels: readonly { readonly id: string; readonly status: { readonly kind: string } }[]
  }
  return tunnels.find((tunnel) => tunnel.id === id)?.status.kind === 'armed'
}

async function hasClients(page: AppUnderTest['page'], id: string): Promise<boolean> {
  const { tunnels } = (await call(page, 'app.snapshot', undefined)) as Snapshot
  return tunnels.find((tunnel) => tunnel.id === id)?.clients.open !== 0
}

async function listens(): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port: localPort })
  return await new Promise((resolve) => {
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })
}

async function timeFirstByte(): Promise<number> {
  const started = performance.now()
  const socket = connect({ host: '127.0.0.1', port: localPort })
  socket.write('?')
  const closed = once(socket, 'close').then(() => Promise.reject(new Error('closed before the first byte')))
  await Promise.race([once(socket, 'data'), closed])
  const elapsed = performance.now() - started
  socket.destroy()
  return elapsed
}
