import { describe, expect, it } from 'vitest'
import type { NetworkInterfaceInfo } from 'node:os'
import { exposeDoor, networkAddress } from '#contract/exposure.ts'
import { networkOf } from '#domain/exposure/network-of.ts'
import { stepExposure, type ExposureContext, type ExposureState } from '#domain/exposure/exposure.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { addressesInNetworks } from '#core/system/network-interfaces.ts'

const info = (address: string, cidr: string, more: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo =>
  ({ address, cidr, netmask: '', mac: '', internal: false, family: 'IPv4', ...more }) as NetworkInterfaceInfo

describe('an address that a tunnel may be open at', () => {
  it.each(['10.0.0.1', '10.255.1.2', '172.16.0.9', '172.31.4.4', '192.168.1.7', '100.64.0.1', '100.127.9.9'])(
    'is one of a private network: %s',
    (address) => expect(networkAddress.safeParse(address).success).toBe(true),
  )

  it.each([
    ...['0.0.0.0', '127.0.0.1', '127.0.0.2', '8.8.8.8', '11.0.0.1', '172.15.0.1', '172.32.0.1', '192.169.1.1'],
    ...['100.63.0.1', '100.128.0.1', '169.254.1.1', '224.0.0.1', '::', '::1', 'fd00::1', '10.1.2', '10.1.2.3.4'],
    ...['192.168.1.1.1', '192.168.1.256', '192.168.01.1', '10.0.0.1 ', 'localhost', '', '::ffff:10.0.0.1'],
  ])('is no other, whoever orders it: %s', (address) => {
    const order = { type: 'expose-door', tunnelId: '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01', address }
    expect(exposeDoor.safeParse(order).success).toBe(false)
  })

  it('is read from the interfaces that are up, with its network', () => {
    const interfaces = {
      lo: [info('127.0.0.1', '127.0.0.1/8', { internal: true }), info('10.9.9.9', '10.9.9.9/32', { internal: true })],
      eth0: [info('192.168.1.7', '192.168.1.7/24'), info('fd00::2', 'fd00::2/64', { family: 'IPv6' })],
      ppp0: [info('203.0.113.9', '203.0.113.9/32')],
      docker0: [info('172.17.0.1', '172.17.0.1/16')],
    }
    expect(addressesInNetworks(() => interfaces)).toEqual([
      { address: '192.168.1.7', interfaceName: 'eth0', network: '192.168.1.0/24' },
      { address: '172.17.0.1', interfaceName: 'docker0', network: '172.17.0.0/16' },
    ])
  })

  it('has a network by the length of its prefix', () => {
    expect(networkOf('10.200.130.77', 8)).toBe('10.0.0.0/8')
    expect(networkOf('10.200.130.77', 23)).toBe('10.200.130.0/23')
    expect(networkOf('192.168.1.7', 32)).toBe('192.168.1.7/32')
  })
})

describe('the steps of an exposure', () => {
  const place = { address: '192.168.1.7', interfaceName: 'eth0', network: '192.168.1.0/24' }
  const here: ExposureContext = { isDoorOpen: true, isHere: () => true, isOwnProgramsOnly: false }
  const told = { type: 'door-exposed', address: place.address, problem: null } as const
  const shut: readonly ExposureState[] = [
    { kind: 'none' },
    { kind: 'closed', place },
    { kind: 'away', place },
    { kind: 'barred', place },
  ]

  it.each(shut)('close again what a late answer has opened: $kind', (state) => {
    expect(stepExposure(state, told, here)).toEqual({ state, order: null })
  })

  it('order nothing twice for one place', () => {
    const opening = stepExposure({ kind: 'none' }, { type: 'chosen', place }, here)
    expect(opening).toEqual({ state: { kind: 'opening', place }, order: place.address })
    expect(stepExposure(opening.state, { type: 'looked' }, here)).toEqual({ state: opening.state })
    const open = stepExposure(opening.state, told, here).state
    expect(stepExposure(open, { type: 'looked' }, here)).toEqual({ state: open })
  })

  it('try again what failed when it is due, and at no other change', () => {
    const failed: ExposureState = { kind: 'failed', place, problem: sampleProblem('PORT_TAKEN') }
    expect(stepExposure(failed, { type: 'looked' }, here)).toEqual({ state: failed })
    expect(stepExposure(failed, { type: 'due' }, here)).toEqual({ state: failed, order: place.address })
    const again = stepExposure(failed, { ...told, address: null, problem: sampleProblem('PORT_TAKEN') }, here)
    expect(again.state, 'a second failure is no news').toBe(failed)
  })

  it('leave alone what nobody has opened', () => {
    expect(stepExposure({ kind: 'none' }, { type: 'looked' }, here)).toEqual({ state: { kind: 'none' } })
    expect(stepExposure({ kind: 'none' }, { type: 'ended' }, here)).toEqual({ state: { kind: 'none' } })
  })
})
