import { childrenOf } from '../faults/children.ts'
import { openIdentity } from '../integration/identity/identity-setup.ts'
import type { AppUnderTest } from '../support/app-under-test.ts'
import { leftOvers } from '../support/left-overs.ts'
import { findOfficialPlugin } from '../support/official-plugin.ts'
import { readPostgres } from '../support/real-clients.ts'
import type { SandboxProcess } from '../support/sandbox-process.ts'
import { databaseTunnel, expect, hosts, saveTunnel, signInAtOnce, test } from './fixtures.ts'

const login = { user: 'app_ro', password: 'sandbox', database: 'orders' } as const
const place = { profile: databaseTunnel, region: 'ap-northeast-1' } as const

const activeIds = async (sandbox: SandboxProcess): Promise<readonly string[]> =>
  (await sandbox.state()).sessions.active.map(({ sessionId }) => sessionId)

/** Kills every process of the app at once; what they started lives on. */
async function killAll({ app, processIds }: AppUnderTest): Promise<void> {
  const gone = new Promise((resolve) => app.process().once('exit', resolve))
  const pids = await processIds()
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await gone
  expect((await leftOvers({ processes: pids, ports: [] })).processes).toEqual([])
}

/** A session of the same person and role on the same target, that another program has started. */
async function startElsewhere(sandbox: SandboxProcess): Promise<string> {
  const identity = await openIdentity(sandbox.environment)
  const target = await identity.sessions.resolveTarget(place, { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] })
  if (!target.ok) throw new Error(target.error.code)
  const started = await identity.sessions.start(place, {
    targetId: target.value.id,
    purpose: { for: 'forward', endpoint: { host: hosts.orders, port: 5_432 }, localPort: 5_432 },
    reason: 'somebody else',
    engine: 'builtin',
  })
  await identity.dispose()
  if (!started.ok) throw new Error(started.error.code)
  return started.value.sessionId
}

for (const engine of ['builtin', 'plugin'] as const) {
  test(`what a killed app leaves is ended by its next start, and nothing else is (${engine})`, async ({
    culvert,
    sandbox,
    port,
    launchAgain,
  }) => {
    const isMissing = engine === 'plugin' && (await findOfficialPlugin()) === null
    test.skip(isMissing, 'session-manager-plugin is not installed')
    await signInAtOnce(culvert, sandbox)
    await saveTunnel(culvert.page, { localPort: port, engine })
    expect(await readPostgres(port, login, 'SELECT 1')).toEqual([['1']])
    const [ours] = await activeIds(sandbox)
    const other = await startElsewhere(sandbox)
    const pids = await culvert.processIds()
    const plugins = pids.flatMap(childrenOf).filter((pid) => engine === 'plugin' && !pids.includes(pid))
    await killAll(culvert)
    // Nobody was there to say that it is over.
    expect(await activeIds(sandbox)).toContain(ours)

    const again = await launchAgain()
    await expect.poll(() => activeIds(sandbox), { timeout: 15_000 }).toEqual([other])
    expect(await again.openedPages()).toEqual([])
    expect((await leftOvers({ processes: plugins, ports: [] })).processes).toEqual([])
    expect(await readPostgres(port, login, 'SELECT 2')).toEqual([['2']])
  })
}
