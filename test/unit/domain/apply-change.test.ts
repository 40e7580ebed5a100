import { expect, test } from 'vitest'
import type { SnapshotUpdate, TunnelView } from '#contract/snapshot.ts'
import { applyUpdate } from '#domain/snapshot/apply-change.ts'
import { sampleShell } from '../../support/sample-shell.ts'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'

const snapshot = { ...fixtureSnapshot(), revision: 4 }
const names = (tunnels: readonly TunnelView[]): readonly string[] => tunnels.map(({ definition }) => definition.name)

test('a changed tunnel keeps its place, a new one comes last', () => {
  const [first, second] = snapshot.tunnels
  const changed = { ...second!, definition: { ...second!.definition, name: 'renamed' } }
  const after = applyUpdate(snapshot, { revision: 5, change: { type: 'tunnel', tunnel: changed } })
  expect(after.revision).toBe(5)
  expect(names(after.tunnels)).toEqual([first!.definition.name, 'renamed', ...names(snapshot.tunnels.slice(2))])
  const id = '3b0f8a7c-1111-4aaa-8bbb-000000000001'
  const other = fixtureTunnel(13306)
  const added = { ...other, id, definition: { ...other.definition, name: 'added' } }
  const longer = applyUpdate(after, { revision: 6, change: { type: 'tunnel', tunnel: added } })
  expect(names(longer.tunnels)).toEqual([...names(after.tunnels), 'added'])
  const removed = applyUpdate(longer, { revision: 7, change: { type: 'tunnel-removed', id } })
  expect(removed.tunnels).toEqual(after.tunnels)
})

test('a changed shell keeps its place, a new one comes last', () => {
  const [first, second] = ['1', '2'].map((end) => ({
    ...sampleShell(),
    id: `3b0f8a7c-1111-4aaa-8bbb-00000000000${end}`,
  }))
  const withBoth = { ...snapshot, shells: [first!, second!] }
  const renamed = { ...first!, request: { ...first!.request, name: 'renamed' } }
  const after = applyUpdate(withBoth, { revision: 5, change: { type: 'shell', shell: renamed } })
  expect(after.shells).toEqual([renamed, second])
  const removed = applyUpdate(after, { revision: 6, change: { type: 'shell-removed', id: first!.id } })
  expect(removed.shells).toEqual([second])
})

test('a sign-in is known by its name', () => {
  const [first] = snapshot.signIns
  const signIn = { ...first!, status: { kind: 'signed-out' as const } }
  const after = applyUpdate(snapshot, { revision: 5, change: { type: 'sign-in', signIn } })
  expect(after.signIns).toEqual([signIn, ...snapshot.signIns.slice(1)])
  const name = first!.session.name
  const removed = applyUpdate(after, { revision: 6, change: { type: 'sign-in-removed', name } })
  expect(removed.signIns).toEqual(snapshot.signIns.slice(1))
})

test('one part at a time is replaced', () => {
  const settings = { ...snapshot.settings, clientWaitSeconds: 7 }
  const app = { ...snapshot.app, version: '9.9.9' }
  for (const change of [
    { type: 'settings', settings },
    { type: 'app', app },
    { type: 'notices', notices: [] },
    { type: 'online', online: !snapshot.online },
  ] satisfies readonly SnapshotUpdate['change'][]) {
    const { type, ...part } = change
    expect(applyUpdate(snapshot, { revision: 5, change }), type).toEqual({ ...snapshot, ...part, revision: 5 })
  }
})
