import { noLayout } from '#contract/shell-layout.ts'
import { problemCode } from '#contract/problem.ts'
import { sampleProblem } from '../sample-problems.ts'
import { ok } from '#domain/result.ts'
import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import type { TunnelStatus } from '#contract/status.ts'
import { fixtureFilesId, fixtureListing } from '../file-fixtures.ts'
import { suggestedPorts } from '../snapshot-fixtures.ts'
import { createFakeContractClient } from '../fake-contract-client.ts'
import { fixtureProfileList, fixtureTraffic, routeOf } from '../snapshot-fixtures.ts'
import { scenarios } from './scenarios.ts'

/** Runs the page in a plain browser over a fake main: `?scene=tunnels&theme=dark&lang=ja&os=linux`. */
const query = new URLSearchParams(window.location.search)
const now = Date.now()
const scene = scenarios[query.get('scene') ?? 'tunnels'] ?? scenarios['tunnels']
if (scene === undefined) throw new Error('No such scene')

const base = scene(now)
let snapshot: Snapshot = {
  ...base,
  app: {
    ...base.app,
    platform: (query.get('os') ?? 'darwin') as Snapshot['app']['platform'],
    sandbox: query.has('sandbox'),
  },
  settings: {
    ...base.settings,
    theme: (query.get('theme') ?? 'light') as Snapshot['settings']['theme'],
    language: (query.get('lang') ?? 'en') as Snapshot['settings']['language'],
  },
}

const code = problemCode.safeParse(query.get('problem')).data
if (code !== undefined) {
  const problem = sampleProblem(code)
  snapshot = {
    ...snapshot,
    tunnels: snapshot.tunnels.map((tunnel) =>
      tunnel.status.kind === 'failed' ? { ...tunnel, status: { ...tunnel.status, problem } } : tunnel,
    ),
  }
}

const client = createFakeContractClient()

function push(change: Parameters<typeof client.emit<'snapshot.update'>>[1]['change']): void {
  snapshot = { ...snapshot, revision: snapshot.revision + 1 }
  if (change.type === 'tunnel') {
    snapshot = {
      ...snapshot,
      tunnels: snapshot.tunnels.map((one) => (one.id === change.tunnel.id ? change.tunnel : one)),
    }
  }
  client.emit('snapshot.update', { revision: snapshot.revision, change })
}

function become(id: string, status: TunnelStatus, route: TunnelView['route']): void {
  const tunnel = snapshot.tunnels.find((one) => one.id === id)
  if (tunnel !== undefined) push({ type: 'tunnel', tunnel: { ...tunnel, status, route } })
}

client.answer({
  'app.snapshot': () => ok(snapshot),
  'profile.list': () => ok(fixtureProfileList()),
  'settings.change': (change) => {
    snapshot = { ...snapshot, settings: { ...snapshot.settings, ...(change as Partial<Snapshot['settings']>) } }
    push({ type: 'settings', settings: snapshot.settings })
    return ok(snapshot.settings)
  },
  'tunnel.arm': ({ id }) =>
    ok(become(id, { kind: 'armed', since: Date.now() }, routeOf(['idle', 'ok', 'none', 'none', 'none']))),
  'tunnel.disarm': ({ id }) => ok(become(id, { kind: 'stopped' }, routeOf(['none', 'none', 'none', 'none', 'none']))),
  'tunnel.connect': ({ id }) =>
    ok(
      become(
        id,
        { kind: 'connecting', step: 'start-session', since: Date.now() },
        routeOf(['ok', 'ok', 'work', 'none', 'none']),
      ),
    ),
  'files.list': () => ok(fixtureListing(now)),
  'files.open': () => ok({ id: fixtureFilesId }),
  'shell.layout': () => ok(noLayout),
  'tunnel.create': () => ok({ id: '00000000-0000-4000-8000-000000000001' }),
  'tunnel.diagnostics': () => ok({ text: 'diagnostics' }),
  'port.suggest': ({ environment }) => ok({ port: suggestedPorts.get(environment) ?? 0 }),
  'port.check': ({ port }) =>
    ok(
      port === 15432
        ? { state: 'reserved', tunnelName: 'orders-db writer' }
        : port === 13000
          ? { state: 'taken', owner: { program: 'postgres', pid: 812 } }
          : { state: 'free' },
    ),
  'target.preview': () =>
    ok({
      matches: [
        {
          id: 'i-0ab3f29c81d7e4402',
          name: 'bastion-a',
          online: true,
          agentVersion: '3.3.987.0',
          zone: '1a',
          vpc: 'vpc-0f21ac93',
        },
        {
          id: 'i-0c7e41d8b5a90f236',
          name: 'bastion-b',
          online: false,
          agentVersion: '3.3.987.0',
          zone: '1c',
          vpc: 'vpc-0f21ac93',
        },
      ],
    }),
})

Object.defineProperty(window, 'culvert', { value: client })

const traffic = fixtureTraffic()
await import('../../../renderer/main.tsx')
for (let second = 299; second >= 0; second -= 1) client.emit('traffic', traffic(now - second * 1_000))
setInterval(() => client.emit('traffic', traffic(Date.now())), 1_000)
