import { describe, expect, it } from 'vitest'
import type { ProfileView } from '#contract/sign-in.ts'
import type { SavedTunnel, TargetRule } from '#contract/tunnel.ts'
import { sshHostOf } from '#domain/ssh-host/ssh-host.ts'
import { sshPlacesOf, type KnownTunnel } from '#domain/ssh-host/ssh-place.ts'
import { draftOf } from '#test/support/tunnel-fields.ts'

const prod = '482100973316'
const staging = '730155204418'
const nodeId = 'i-0ab3f29c81d7e4402'
const role = (value: string): TargetRule => ({ by: 'tag', tags: [{ key: 'Role', value }] })

function tunnel(accountId: string, target: TargetRule, region = 'eu-west-1'): SavedTunnel {
  const profile = { type: 'sso', session: 'acme', accountId, roleName: 'Tunnel' } as const
  const endpoint = { host: 'db.example', port: 5_432 }
  const kind = 'postgresql' as const
  const draft = draftOf({
    name: 'a',
    environment: 'production',
    kind,
    profile,
    target,
    region,
    endpoint,
    localPort: 15_432,
  })
  return { ...draft, id: 'a', armed: false }
}

const only = (saved: SavedTunnel, found: KnownTunnel['found'] = null): KnownTunnel => ({ tunnel: saved, found })

function account(title: string, accountId: string): ProfileView {
  const ref = { type: 'sso', session: 'acme', accountId, roleName: 'Tunnel' } as const
  return { ref, title, accountId, roleName: 'Tunnel', region: null, kind: 'sso', signIn: 'acme', problem: null }
}

const profiles = [account('orders-prod', prod), account('orders-staging', staging)]
const both = sshPlacesOf(
  [
    only(tunnel(prod, role('bastion')), { id: nodeId, name: 'bastion-a' }),
    only(tunnel(prod, { by: 'id', id: 'mi-07c2e9f1b4d8a6053' })),
    only(tunnel(staging, role('bastion'))),
    only(tunnel(staging, role('Jump'))),
  ],
  profiles,
)

const leads = (host: string, known = both): unknown => {
  const found = sshHostOf(host, known)
  return found.kind === 'found' ? [found.place.accounts[0], found.place.region, found.rule] : found
}

describe('a name of what is saved', () => {
  it.each([
    [nodeId, ['orders-prod', 'eu-west-1', { by: 'id', id: nodeId }]],
    ['bastion-a', ['orders-prod', 'eu-west-1', { by: 'id', id: nodeId }]],
    ['bastion-a.culvert', ['orders-prod', 'eu-west-1', { by: 'id', id: nodeId }]],
    [
      'mi-07c2e9f1b4d8a6053.orders-prod.culvert',
      ['orders-prod', 'eu-west-1', { by: 'id', id: 'mi-07c2e9f1b4d8a6053' }],
    ],
    ['role=bastion.orders-prod.culvert', ['orders-prod', 'eu-west-1', role('bastion')]],
    [`role=bastion.${staging}`, ['orders-staging', 'eu-west-1', role('bastion')]],
    ['role=bastion.orders-staging.eu-west-1.culvert', ['orders-staging', 'eu-west-1', role('bastion')]],
    // ssh made small letters of it; the tag has its own.
    ['role=jump', ['orders-staging', 'eu-west-1', role('Jump')]],
  ])('%s leads there', (host, where) => {
    expect(leads(host)).toEqual(where)
  })

  it('that two accounts have is neither, and each is told by a name of its own', () => {
    expect(leads('Role=bastion')).toEqual({
      kind: 'several',
      host: 'Role=bastion',
      candidates: ['Role=bastion.orders-prod.culvert', 'Role=bastion.orders-staging.culvert'],
    })
  })

  it('that two nodes of one account have is told by their ids', () => {
    const known = sshPlacesOf(
      ['i-0aaaaaaaaaaaaaaaa', 'i-0bbbbbbbbbbbbbbbb'].map((id) =>
        only(tunnel(prod, { by: 'id', id }), { id, name: 'bastion' }),
      ),
      profiles,
    )
    expect(leads('bastion', known)).toMatchObject({
      kind: 'several',
      candidates: ['i-0aaaaaaaaaaaaaaaa', 'i-0bbbbbbbbbbbbbbbb'],
    })
  })

  it('is asked for anew where its rule says how, though a node was found once', () => {
    const byName: TargetRule = { by: 'tag', tags: [{ key: 'Name', value: 'bastion-a' }] }
    const known = sshPlacesOf([only(tunnel(prod, byName), { id: nodeId, name: 'bastion-a' })], profiles)
    expect(leads('bastion-a', known)).toEqual(['orders-prod', 'eu-west-1', byName])
  })
})

describe('a name of what is not saved', () => {
  it('is looked for in the account that it names', () => {
    expect(leads('orders-api.orders-prod.culvert')).toEqual([
      'orders-prod',
      'eu-west-1',
      { by: 'tag', tags: [{ key: 'Name', value: 'orders-api' }] },
    ])
  })

  it('may have dots in it', () => {
    expect(leads('web.eu.orders-prod')).toMatchObject(['orders-prod', 'eu-west-1', { tags: [{ value: 'web.eu' }] }])
  })

  it('has to name the account where there are several', () => {
    expect(leads('i-0ffffffffffffffff')).toMatchObject({
      kind: 'several',
      candidates: ['i-0ffffffffffffffff.orders-prod.culvert', 'i-0ffffffffffffffff.orders-staging.culvert'],
    })
  })

  it('needs no account where there is one', () => {
    const known = sshPlacesOf([only(tunnel(prod, role('bastion')))], profiles)
    expect(leads('orders-api', known)).toMatchObject(['orders-prod', 'eu-west-1', { by: 'tag' }])
  })

  it('has the region in it where one account has two', () => {
    const known = sshPlacesOf(
      ['eu-west-1', 'us-east-1'].map((region) => only(tunnel(prod, role('bastion'), region))),
      profiles,
    )
    expect(leads('role=bastion', known)).toMatchObject({
      candidates: ['role=bastion.orders-prod.eu-west-1.culvert', 'role=bastion.orders-prod.us-east-1.culvert'],
    })
    expect(leads('role=bastion.us-east-1', known)).toEqual(['orders-prod', 'us-east-1', role('bastion')])
  })

  it('leads nowhere without a tunnel', () => {
    expect(leads('bastion-a', sshPlacesOf([], profiles))).toEqual({ kind: 'unknown', host: 'bastion-a', known: [] })
  })
})

it.each(['', '-oProxyCommand=x', '$(id)', 'a b', "a'b", 'a;b', 'a\u202eb', '.culvert'])('%j is no name', (host) => {
  expect(leads(host)).toEqual({ kind: 'malformed', host })
})

it('a tunnel into a container, or without a profile, leads to no SSH server', () => {
  const ecs: TargetRule = { by: 'ecs', cluster: 'c', service: 's', container: 'x' }
  expect(sshPlacesOf([only(tunnel(prod, ecs))], profiles)).toEqual({ places: [], targets: [] })
})

it('a favourite leads to its node by its name, with what has no place in a host name as a dash', () => {
  const at = { profile: { type: 'named', name: 'dev' }, region: 'eu-west-1' } as const
  const favourites = [
    { place: at, what: { on: 'node', id: nodeId } as const, name: 'My jump host!' },
    { place: at, what: { on: 'service', cluster: 'c', service: 's', container: 'app' } as const, name: 'api' },
  ]
  const known = sshPlacesOf([], [], { favourites, userOf: (id) => (id === nodeId ? 'ubuntu' : null) })
  const names = [nodeId, 'My jump host!', 'My-jump-host']
  expect(known.targets).toMatchObject([{ names, chosen: names, user: 'ubuntu' }])
  expect(leads('my-jump-host', known)).toEqual(['dev', 'eu-west-1', { by: 'id', id: nodeId }])
})

it('a name that a found node is tagged with is nobody’s choice, unless a favourite is called so', () => {
  const saved = only(tunnel(prod, role('bastion')), { id: nodeId, name: 'bastion-a' })
  const chosenOf = (known: typeof both) => known.targets.map(({ chosen }) => chosen)
  expect(chosenOf(sshPlacesOf([saved], profiles))).toEqual([['Role=bastion'], [nodeId]])
  const place = { profile: profiles[0]!.ref, region: 'eu-west-1' }
  const favourite = { place, what: { on: 'node', id: nodeId } as const, name: 'bastion-a' }
  expect(chosenOf(sshPlacesOf([saved], profiles, { favourites: [favourite] }))).toEqual([
    ['Role=bastion'],
    [nodeId, 'bastion-a'],
  ])
})
