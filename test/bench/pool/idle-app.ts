import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { launchApp, type AppUnderTest } from '../../support/app-under-test.ts'
import { startSandboxProcess } from '../../support/sandbox-process.ts'
import { draftOf } from '../../support/tunnel-fields.ts'
import type { IsWanted, Measurement } from '../figure.ts'
import { call, signIn } from '../first-byte.ts'
import { openClient } from '../tunnel/bench-relay.ts'
import { usageOf } from '../tunnel/process-usage.ts'

const armed = 20
const inUse = 5
const firstPort = 35_600
const settleMs = 10_000
const windowMs = 20_000
/** After a burst of work V8 collects in turns, in each process, for half a minute: that is the end of the burst, not the app at rest. */
const collectedMs = 40_000

/** What the app takes with twenty ports that listen, five of them with a connection that is quiet. Nothing where processes can not be read. */
export async function measureIdleApp(isWanted: IsWanted): Promise<readonly Measurement[]> {
  if (!isWanted('idle-cpu-20') && !isWanted('rss-per-armed-tunnel')) return []
  const sandbox = await startSandboxProcess(['--databases', 'none'])
  const culvert = await launchApp({ environment: sandbox.environment })
  try {
    await signIn(culvert, sandbox)
    await delay(settleMs)
    const before = usage(culvert)
    for (let index = 0; index < armed; index += 1) await armOne(culvert, index)
    await delay(settleMs)
    const after = usage(culvert)
    const clients = await Promise.all(Array.from({ length: inUse }, (_, index) => openOne(firstPort + index)))
    await delay(collectedMs)
    const quiet = usage(culvert)
    await delay(windowMs)
    const used = usage(culvert).cpuSeconds - quiet.cpuSeconds
    for (const client of clients) client.destroy()
    const found: readonly Measurement[] = [
      { name: 'idle-cpu-20', engine: null, value: (used / (windowMs / 1_000)) * 100 },
      { name: 'rss-per-armed-tunnel', engine: null, value: (after.residentBytes - before.residentBytes) / 1e6 / armed },
    ]
    return found.filter(({ name }) => isWanted(name))
  } finally {
    await culvert.quit()
    await sandbox.stop()
  }
}

function usage({ app }: AppUnderTest): { readonly cpuSeconds: number; readonly residentBytes: number } {
  const found = usageOf(app.process().pid ?? 0)
  if (found === null) throw new Error('this system does not tell what processes use')
  return found
}

async function armOne({ page }: AppUnderTest, index: number): Promise<void> {
  const draft = draftOf({
    name: `idle ${index}`,
    environment: 'production',
    kind: 'tcp',
    profile: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'DatabaseTunnel' },
    region: 'ap-northeast-1',
    target: { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] },
    endpoint: { host: 'echo.harborline.internal', port: 7 },
    localPort: firstPort + index,
    engine: 'builtin',
  })
  const { id } = (await call(page, 'tunnel.create', draft)) as { id: string }
  await call(page, 'tunnel.arm', { id })
}

async function openOne(port: number): ReturnType<typeof openClient> {
  const client = await openClient(port)
  client.write('?')
  await once(client, 'data')
  return client
}
