import { expect, it } from 'vitest'
import { isBeforeOtherHosts, throughOwnPort } from '#core/aws/ssm/own-port.ts'

const node = { ownNames: ['10.0.1.25', 'ip-10-0-1-25.ec2.internal'], agentVersion: '3.3.0.0' }
const to = (host: string, more = {}) =>
  throughOwnPort({ purpose: { for: 'forward', endpoint: { host, port: 5_432 }, localPort: 0, ...more }, node })

it('takes a node for the endpoint by its own addresses and names alone', () => {
  expect(to('10.0.1.25')).toMatchObject({ relayPort: 5_432 })
  expect(to('IP-10-0-1-25.ec2.internal.')).toMatchObject({ relayPort: 5_432 })
  expect([to('10.0.1.2'), to('db.internal'), to('localhost')]).toEqual([null, null, null])
})

it('leaves a way that somebody chose as it is', () => {
  expect(to('10.0.1.25', { relayPort: 15_432 })).toBeNull()
  expect(to('10.0.1.25', { document: { name: 'Own-Port', parameters: {} } })).toBeNull()
})

it.each([
  ['3.1.1260.0', true],
  ['3.1.1374.0', false],
  ['3.3.987.0', false],
  [null, false],
  ['', false],
])('agent %s forwards to no other host: %s', (version, isBefore) => {
  expect(isBeforeOtherHosts(version)).toBe(isBefore)
})
