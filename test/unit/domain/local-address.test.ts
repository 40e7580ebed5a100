import { expect, it } from 'vitest'
import { loopbackAddress } from '#contract/tunnel.ts'
import { isSamePlace, localAddress } from '#domain/tunnel-text/local-address.ts'

it('an address of its own is one of 127.0.0.0/8, written as systems write it, and never the one that all have', () => {
  const takes = (text: string): boolean => loopbackAddress.safeParse(text).success
  expect(['127.0.0.2', '127.0.1.1', '127.1.0.0', '127.255.255.254'].filter((text) => !takes(text))).toEqual([])
  const refused = [
    ...['127.0.0.0', '127.0.0.1', '127.255.255.255', '0.0.0.0', '10.0.0.5', '128.0.0.2', '::1', 'localhost', ''],
    ...[
      '127.0.0.02',
      '127.0.0.256',
      '127.2',
      '127.0.0.2 ',
      ' 127.0.0.2',
      '127.0.0.2\n',
      '127.0.0.2:5432',
      '127.0.0.2.0',
    ],
  ]
  expect(refused.filter(takes)).toEqual([])
})

it('the address of a tunnel is localhost until it has one of its own', () => {
  expect(localAddress({ localPort: 15_432 })).toBe('localhost:15432')
  expect(localAddress({ localPort: 5_432, localAddress: '127.0.0.2' })).toBe('127.0.0.2:5432')
})

it('two tunnels may have one port at different addresses', () => {
  const place = { localPort: 5_432, localAddress: '127.0.0.2' }
  expect(isSamePlace(place, { ...place })).toBe(true)
  expect(isSamePlace(place, { ...place, localAddress: '127.0.0.3' })).toBe(false)
  expect(isSamePlace(place, { localPort: 5_432 })).toBe(false)
  expect(isSamePlace(place, { ...place, localPort: 5_433 })).toBe(false)
})
