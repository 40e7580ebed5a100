import { expect, it } from 'vitest'
import { avoidedLast, bestFirst, type FoundNode, isOnline } from '#core/aws/ssm/found-node.ts'

/** What does not decide. */
const untold = {
  node: { name: null, platform: null, system: null, address: null },
  instance: { address: null, system: 'linux', tags: [] },
} as const

const node = (id: string, ping: string, agentVersion: string, state: string | null): FoundNode => ({
  id,
  node: { id, online: ping === 'Online', ping, lastPingAt: null, agentVersion, computerName: null, ...untold.node },
  instance: state === null ? null : { id, state, name: null, zone: null, vpc: null, ...untold.instance },
})

it('takes the node that is online, then the newest agent, then the first by id', () => {
  const nodes = [
    node('i-d', 'Online', '3.3.90.0', 'running'),
    node('i-c', 'Online', '3.3.987.0', 'running'),
    node('i-b', 'Online', '3.3.987.0', 'running'),
    node('i-a', 'ConnectionLost', '3.9.0.0', 'running'),
  ]
  expect([...nodes].sort(bestFirst).map(({ id }) => id)).toEqual(['i-b', 'i-c', 'i-d', 'i-a'])
})

it('takes what is avoided after the others that are online, and before those that are not', () => {
  const nodes = [
    node('i-a', 'Online', '3.3.987.0', 'running'),
    node('i-b', 'Online', '3.3.987.0', 'running'),
    node('i-c', 'Online', '3.3.987.0', 'running'),
    node('i-d', 'ConnectionLost', '3.3.987.0', 'running'),
  ].sort(bestFirst)
  const order = (avoided: readonly string[]) => avoidedLast(nodes, avoided).map(({ id }) => id.slice(2))
  expect(order([]).join('')).toBe('abcd')
  expect(order(['i-a']).join('')).toBe('bcad')
  expect(order(['i-d', 'i-b', 'i-a']).join('')).toBe('cbad')
  expect(order(['i-c', 'i-a', 'i-b']).join('')).toBe('cabd')
})

it('believes EC2 when it says that a node has stopped', () => {
  expect(isOnline(node('i-a', 'Online', '3.3.0.0', 'stopped'))).toBe(false)
  expect(isOnline(node('mi-a', 'Online', '3.3.0.0', null))).toBe(true)
  expect(
    isOnline({
      id: 'i-a',
      node: null,
      instance: { id: 'i-a', state: 'running', name: null, zone: null, vpc: null, ...untold.instance },
    }),
  ).toBe(false)
})
