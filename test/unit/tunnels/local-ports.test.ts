import { expect, test } from 'vitest'
import { createLocalPorts } from '#core/app/tunnels/local-ports.ts'
import { fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'

test("a tunnel's port is its own to it, whoever listens there, and taken to others", async () => {
  const saved = fixtureTunnel(15_432)
  const ports = createLocalPorts(
    {
      check: async () => await Promise.resolve({ state: 'taken', owner: null }),
      programsOf: async () => await Promise.resolve([]),
    },
    { savedTunnels: () => [saved], environments: () => [] },
  )
  expect(await ports.check({ localPort: 15_432 }, tunnelIdOf(15_432))).toEqual({ state: 'own' })
  expect(await ports.check({ localPort: 15_432 })).toMatchObject({ state: 'reserved' })
  expect(await ports.check({ localPort: 15_433 }, tunnelIdOf(15_432))).toEqual({ state: 'taken', owner: null })
  const atOwn = { localPort: 15_432, localAddress: '127.0.0.2' }
  expect(await ports.check(atOwn), 'nobody has it at that address').toEqual({ state: 'taken', owner: null })
})
