import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import { settings } from '#contract/snapshot.ts'
import type { TunnelStatus } from '#contract/status.ts'
import { routeOf } from '../../support/snapshot-fixtures.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { draftOf } from '#test/support/tunnel-fields.ts'
import type { TrayItem } from '../../../main/tray/tray-item.ts'
import { trayModel, type TrayModel } from '../../../main/tray/tray-model.ts'
import { messagesOf } from '#words/messages.ts'
import { titleCase } from '#words/title-case.ts'

const now = Date.UTC(2026, 10, 22, 9, 0)
const en = messagesOf('en')
const ja = messagesOf('ja')

const statuses: readonly TunnelStatus[] = [
  { kind: 'stopped' },
  { kind: 'armed', since: now },
  { kind: 'connecting', step: 'target', since: now },
  { kind: 'ready', since: now, idleCloseAt: null },
  { kind: 'reconnecting', attempt: 2, of: 5, nextAt: now, problem: sampleProblem('SESSION_DROPPED') },
  { kind: 'failed', problem: sampleProblem('TARGET_NOT_CONNECTED'), at: now, retry: null },
  { kind: 'unknown', since: now },
]

function tunnel(index: number, status: TunnelStatus, environment = 'production'): TunnelView {
  const draft = draftOf({
    name: `orders-${index}`,
    label: 'writer',
    environment,
    kind: 'postgresql',
    profile: { type: 'named', name: 'dev' },
    region: 'eu-west-1',
    target: { by: 'id', id: 'i-0ab3f29c81d7e4402' },
    endpoint: { host: 'orders.example', port: 5_432 },
    localPort: 15_432 + index,
  })
  const route = routeOf(['idle', 'idle', 'idle', 'idle', 'idle'])
  const id = `3f1e9f0e-6c0b-4c0a-9d59-${String(index).padStart(12, '0')}`
  return { ...draft, id, armed: false, status, clients: { open: 0, waiting: 0 }, route, timeline: [] }
}

function snapshotOf(part: Partial<Snapshot>, platform: Snapshot['app']['platform'] = 'linux'): Snapshot {
  return {
    revision: 1,
    app: {
      version: '0.1.0',
      platform,
      systemLanguage: 'en',
      sandbox: false,
      secretStore: 'keychain',
      plugin: { state: 'missing' },
      startAtLogin: 'off',
      screenReader: false,
      quitsWhenFinished: false,
    },
    settings: settings.parse({}),
    signIns: [],
    mfaDevices: [],
    proxies: [],
    nodeAccess: [],
    environments: [...defaultEnvironments],
    tunnels: [],
    shells: [],
    files: [],
    notices: [],
    online: true,
    ...part,
  }
}

function labels(items: readonly TrayItem[]): readonly string[] {
  return items.map((item) => (item.kind === 'separator' ? '-' : item.label))
}

function submenu(model: TrayModel, start: string): Extract<TrayItem, { kind: 'submenu' | 'tunnel' }> {
  const found = model.items.find((item) => 'items' in item && item.label.startsWith(start))
  if (found === undefined || !('items' in found))
    throw new Error(`no submenu ${start} in ${labels(model.items).join(' | ')}`)
  return found
}

describe('the tray menu', () => {
  it('says every state in words on Linux, with its silhouette', () => {
    const model = trayModel(snapshotOf({ tunnels: statuses.map((status, index) => tunnel(index, status)) }), en, now)
    const items = model.items.filter((item) => item.kind === 'tunnel')
    expect(items.map((item) => [item.label, item.glyph])).toEqual([
      ['orders-2 writer :15434 · connecting', 'working'],
      ['orders-3 writer :15435 · ready', 'ready'],
      ['orders-4 writer :15436 · reconnecting', 'working'],
      ['orders-0 writer :15432 · stopped', null],
      ['orders-1 writer :15433 · armed', 'armed'],
      ['orders-5 writer :15437 · failed', 'failed'],
      ['orders-6 writer :15438 · checking', 'working'],
    ])
  })

  it('leaves the words of a healthy tunnel to the silhouette on macOS, in title case', () => {
    const tunnels = [tunnel(0, { kind: 'ready', since: now, idleCloseAt: null }), tunnel(1, { kind: 'stopped' })]
    const model = trayModel(snapshotOf({ tunnels }, 'darwin'), en, now)
    expect(submenu(model, 'orders-0').label).toBe('orders-0 writer :15432')
    expect(submenu(model, 'orders-1').label).toBe('orders-1 writer :15433 · stopped')
    expect(labels(submenu(model, 'orders-0').items)).toEqual([
      'Disconnect',
      'Stop Listening',
      '-',
      'Copy localhost:15432',
      'Shell on Bastion',
      'Show Route',
    ])
    expect(labels(model.items)).toContain('Stop All Tunnels')
    expect(submenu(model, 'Open Shell').items).toMatchObject([{ label: 'Choose a Target…' }])
  })

  it('offers a shell on favourites and on what was opened last, each once, by the names that were given', () => {
    const place = { profile: { type: 'named', name: 'dev' }, region: 'eu-west-1' } as const
    const request = {
      ...place,
      target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
      program: { run: 'shell' },
      name: 'bastion-a',
      environment: null,
    } as const
    const starred = { key: 'a', name: 'bastion-a', account: 'orders-dev', request }
    const container = { key: 'b', name: 'api', account: 'platform', request: null }
    const atHand = { favourites: [starred], recent: [container, starred] }
    const model = trayModel(snapshotOf({ tunnels: [] }, 'darwin'), en, now, atHand)
    const { items } = submenu(model, 'Open Shell')
    expect(labels(items)).toEqual(['bastion-a · orders-dev', '-', 'api · platform', '-', 'Choose a Target…'])
    expect(items[0]).toMatchObject({ action: { do: 'open-shell', request } })
    expect(items[2]).toMatchObject({ action: { do: 'open-shell', request: null } })
  })

  it('offers to arm a stopped tunnel and to disarm an armed one', () => {
    const tunnels = [tunnel(0, { kind: 'stopped' }), tunnel(1, { kind: 'armed', since: now })]
    const model = trayModel(snapshotOf({ tunnels }), en, now)
    const stopped = tunnels[0]?.id
    const armed = tunnels[1]?.id
    expect(submenu(model, 'orders-0').items).toContainEqual({
      kind: 'action',
      label: 'Start listening',
      action: { do: 'arm', id: stopped },
    })
    expect(submenu(model, 'orders-1').items).toContainEqual({
      kind: 'action',
      label: 'Stop listening',
      action: { do: 'disarm', id: armed },
    })
  })

  it('groups by environment, production first, and folds what goes past eight', () => {
    const tunnels = [
      tunnel(20, { kind: 'stopped' }, 'development'),
      ...Array.from({ length: 10 }, (_, index) => tunnel(index, { kind: 'stopped' })),
    ]
    const model = trayModel(snapshotOf({ tunnels }), en, now)
    const shown = labels(model.items)
    expect(shown.indexOf('Production')).toBeLessThan(shown.indexOf('Development'))
    expect(shown).not.toContain('Staging')
    expect(labels(submenu(model, '2 more').items)).toEqual([
      'orders-8 writer :15440 · stopped',
      'orders-9 writer :15441 · stopped',
    ])
  })

  it('has what runs first in its environment, so that it is never folded away', () => {
    const tunnels = [
      ...Array.from({ length: 9 }, (_, index) => tunnel(index, { kind: 'armed', since: now })),
      tunnel(9, { kind: 'ready', since: now, idleCloseAt: null }),
      tunnel(20, { kind: 'ready', since: now, idleCloseAt: null }, 'development'),
    ]
    const shown = labels(trayModel(snapshotOf({ tunnels }), en, now).items)
    expect(shown.indexOf('orders-9 writer :15441 · ready')).toBe(shown.indexOf('Production') + 1)
    expect(shown.indexOf('orders-20 writer :15452 · ready')).toBe(shown.indexOf('Development') + 1)
    expect(labels(submenu(trayModel(snapshotOf({ tunnels }), en, now), '2 more').items)).toEqual([
      'orders-7 writer :15439 · armed',
      'orders-8 writer :15440 · armed',
    ])
  })

  it('leaves to the window what is too much for a menu', () => {
    const tunnels = Array.from({ length: 60 }, (_, index) => tunnel(index, { kind: 'stopped' }))
    const more = labels(submenu(trayModel(snapshotOf({ tunnels }), en, now), '52 more').items)
    expect(more).toHaveLength(18)
    expect(more.slice(-2)).toEqual(['-', '36 more in the window'])
  })

  it.each([
    ['idle', []],
    ['idle', [{ kind: 'stopped' }]],
    ['armed', [{ kind: 'stopped' }, { kind: 'armed', since: now }]],
    [
      'open',
      [
        { kind: 'armed', since: now },
        { kind: 'ready', since: now, idleCloseAt: null },
      ],
    ],
    ['attention', [{ kind: 'ready', since: now, idleCloseAt: null }, statuses[5]]],
  ] as const)('shows the icon %s', (icon, kinds) => {
    const tunnels = kinds.map((status, index) => tunnel(index, status as TunnelStatus))
    expect(trayModel(snapshotOf({ tunnels }), en, now).icon).toBe(icon)
  })

  it('does not call a tunnel failed for good that is tried again', () => {
    const failed = { kind: 'failed', problem: sampleProblem('TARGET_NOT_CONNECTED'), at: now } as const
    const retry = { attempt: 2, of: 5, nextAt: now + 14_000 }
    const [final, retried] = [tunnel(1, { ...failed, retry: null }), tunnel(2, { ...failed, retry })]
    const said = labels(trayModel(snapshotOf({ tunnels: [final, retried] }), en, now).items)
    expect(said.filter((label) => label.includes('failed'))).toEqual([
      expect.stringMatching(/ · failed$/),
      expect.stringMatching(/ · failed, tries again$/),
    ])
  })

  it('heads the menu with each sign-in, and offers the way in', () => {
    const session = { name: 'harborline', startUrl: 'https://d-1.awsapps.com/start', region: 'eu-west-1' }
    const out = trayModel(snapshotOf({ signIns: [{ session, status: { kind: 'signed-out' } }] }), en, now)
    expect(labels(out.items)[0]).toBe('harborline · Signed out')
    expect(out.items).toContainEqual({
      kind: 'action',
      label: 'Sign in…',
      action: { do: 'sign-in', session: 'harborline' },
    })
    const status = { kind: 'signed-in', expiresAt: now + 372 * 60_000, renewable: false } as const
    const inside = trayModel(snapshotOf({ signIns: [{ session, status }] }), en, now)
    expect(labels(inside.items)[0]).toBe('harborline · 6 h 12 min left')
  })

  it('has a line and a way in for a device whose code is asked for, or was and nobody gave one', () => {
    const device = { id: 'd', serial: 'arn:aws:iam::123456789012:mfa/mika-phone', profile: 'orders-mfa' }
    const wants = { kind: 'waiting-code', since: now, expiresAt: now + 1, refused: null } as const
    const letGo = { kind: 'failed', problem: sampleProblem('MFA_NOT_ANSWERED'), at: now } as const
    for (const status of [wants, letGo]) {
      const out = trayModel(snapshotOf({ mfaDevices: [{ ...device, status }] }), en, now)
      expect(labels(out.items)[0]).toBe('mika-phone · Waiting for a code')
      const action = { do: 'enter-code', device: 'd' }
      expect(out.items).toContainEqual({ kind: 'action', label: 'Enter the code of mika-phone…', action })
      expect(out.icon).toBe('attention')
    }
    const good = { kind: 'accepted', expiresAt: now + 1 } as const
    const quiet = trayModel(snapshotOf({ mfaDevices: [{ ...device, status: good }] }), en, now)
    expect(labels(quiet.items).join()).not.toContain('mika-phone')
  })

  it('speaks Japanese where the system does', () => {
    const model = trayModel(snapshotOf({ tunnels: [tunnel(0, { kind: 'armed', since: now })] }), ja, now)
    expect(submenu(model, 'orders-0').label).toBe('orders-0 writer :15432 · 待ち受け')
    expect(labels(model.items)).toContain('本番')
  })

  it('arms whole environments, of those that have tunnels', () => {
    const tunnels = [tunnel(0, { kind: 'stopped' }), tunnel(1, { kind: 'stopped' }, 'development')]
    const model = trayModel(snapshotOf({ tunnels }), en, now)
    expect(submenu(model, 'Arm environment').items).toEqual([
      { kind: 'action', label: 'Production', action: { do: 'arm-environment', environment: 'production' } },
      { kind: 'action', label: 'Development', action: { do: 'arm-environment', environment: 'development' } },
    ])
  })

  it('calls an environment as it is named, in the order of the list', () => {
    const environments = [
      { id: 'qa', name: 'Quality', mark: 'hollow' as const, isProduction: false, firstDigit: 4 },
      ...defaultEnvironments,
    ]
    const tunnels = [tunnel(0, { kind: 'stopped' }), tunnel(1, { kind: 'stopped' }, 'qa')]
    const shown = labels(trayModel(snapshotOf({ environments, tunnels }), ja, now).items)
    expect(shown.indexOf('Quality')).toBe(0)
    expect(shown).toContain('本番')
  })

  it('always ends with a way to open the app and a way out', () => {
    expect(labels(trayModel(snapshotOf({}), en, now).items)).toEqual([
      'No tunnels yet',
      'Open shell',
      '-',
      'Open Culvert',
      'Quit Culvert',
    ])
  })
})

describe('title case', () => {
  it.each([
    ['Start listening', 'Start Listening'],
    ['Sign in again…', 'Sign In Again…'],
    ['Copy localhost:15432', 'Copy localhost:15432'],
    ['2 more', '2 More'],
  ])('%s → %s', (from, to) => {
    expect(titleCase(from)).toBe(to)
  })
})
