import { expect, it } from 'vitest'
import type { SessionPlace } from '#core/app/ports.ts'
import { identityStage } from './identity-stage.ts'

const at = (accountId: string, roleName = 'DatabaseTunnel'): SessionPlace => ({
  profile: { type: 'sso', session: 'harborline', accountId, roleName },
  region: 'ap-northeast-1',
})
const prod = '482100973316'
const staging = '730155204418'
const dev = '118840276650'
const bastion = 'i-09d4c6e2f08b371be'
const office = 'mi-07c2e9f1b4d8a6053'
const group = (name: string) => ({ by: 'auto-scaling-group', name }) as const
const address = (text: string) => ({ by: 'address', address: text }) as const

const stage = identityStage({}, 'signed-in')

it.each([
  ['an Auto Scaling group', staging, group('bastions-staging'), bastion, 2],
  ['a private IPv4 address', staging, address('10.60.10.12'), bastion, 1],
  ['a private DNS name', staging, address('IP-10-60-10-12.ap-northeast-1.compute.internal'), bastion, 1],
  ['the address of a node outside EC2', dev, address('192.168.20.15'), office, 1],
  ['the name that a node outside EC2 reports', dev, address('osaka-office.ap-northeast-1.compute.internal'), office, 1],
] as const)('finds a node by %s', async (_, accountId, rule, id, matches) => {
  const found = await stage.identity.sessions.resolveTarget(at(accountId), rule)
  expect(found).toMatchObject({ ok: true, value: { id, matches } })
})

it.each([
  ['the group has no instance', group('bastions-prod'), { rule: 'bastions-prod', by: 'auto-scaling-group' }],
  ['the group is written like a pattern', group('bastions-*'), { rule: 'bastions-*', by: 'auto-scaling-group' }],
  ['no machine has the address', address('10.60.10.99'), { rule: '10.60.10.99', by: 'address' }],
] as const)('says so when %s', async (_, rule, details) => {
  const found = await stage.identity.sessions.resolveTarget(at(staging), rule)
  expect(found).toMatchObject({ ok: false, error: { code: 'TARGET_NO_MATCH', details } })
})

it('follows a group to its instance that runs, and needs no permission of Auto Scaling', async () => {
  const all = await stage.identity.sessions.findTargets(at(staging), group('bastions-staging'))
  expect(all.ok && all.value.map(({ name, online }) => [name, online])).toEqual([
    ['bastion-stg', true],
    ['bastion-stg-spare', false],
  ])
  const actions = new Set(stage.sandbox.state().calls.map(({ action }) => action))
  expect([...actions].filter((action) => action.startsWith('Describe')).toSorted()).toEqual([
    'DescribeInstanceInformation',
    'DescribeInstances',
  ])
})

it('says which permission is missing', async () => {
  for (const rule of [group('bastions-prod'), address('10.40.10.12')]) {
    const found = await stage.identity.sessions.resolveTarget(at(prod, 'TunnelWithoutRead'), rule)
    expect(found).toMatchObject({ ok: false, error: { code: 'ACCESS_DENIED' } })
  }
})
