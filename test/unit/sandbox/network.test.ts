import { describe, expect, it } from 'vitest'
import { createDatabases } from '#sandbox/databases/databases.ts'
import { createLoopbackServices } from '#sandbox/network/loopback-services.ts'
import { createVpcNetwork } from '#sandbox/network/vpc-network.ts'
import { createMemory } from '#sandbox/state/memory.ts'
import { createWorld } from '#sandbox/world/world.ts'

const bastion = 'i-0ab3f29c81d7e4402'
const ordersDb = 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'
const warehouse = 'warehouse-replica.c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'

function openNetwork() {
  const memory = createMemory(createWorld())
  let starts = 0
  const databases = createDatabases({
    postgresql: async () => {
      starts += 1
      const access = {
        engine: 'postgresql',
        host: '127.0.0.1',
        port: 5_501,
        user: '',
        password: '',
        database: '',
        server: '',
      } as const
      return { access, stop: async () => undefined }
    },
  })
  const sshServer = { ensure: async () => null, port: () => null }
  const network = createVpcNetwork({ ...memory, databases, services: createLoopbackServices(), sshServer })
  return { ...network, settings: memory.settings, starts: () => starts }
}

describe('the network of a VPC', () => {
  it('leads a database’s names and address to one server, started once', async () => {
    const network = openNetwork()
    expect(network.dial(bastion, ordersDb, 5432)).toEqual({ kind: 'refused' })
    await Promise.all(
      [ordersDb, ordersDb.toUpperCase(), `${ordersDb}.`, '10.40.12.87', 'localhost', '127.0.0.1'].map((host) =>
        network.prepare(bastion, host, 5432),
      ),
    )
    for (const host of [ordersDb, '10.40.12.87', 'localhost']) {
      expect(network.dial(bastion, host, 5432)).toEqual({ kind: 'tcp', host: '127.0.0.1', port: 5_501 })
    }
    expect(network.starts()).toBe(1)
  })

  it.each([
    ['a port nobody listens on', ordersDb, 5433, 'refused'],
    ['a database in another VPC', warehouse, 3306, 'silent'],
    ['an address nobody has', '10.99.0.1', 5432, 'silent'],
    ['a name nobody has', 'no-such-db.harborline.internal', 5432, 'unknown-host'],
    ['the metadata service', '169.254.169.254', 80, 'forbidden'],
    ['the metadata service’s other ports', '169.254.169.254', 8080, 'forbidden'],
    ['the metadata service by IPv6', 'fd00:ec2::254', 80, 'forbidden'],
    ['the resolver of its VPC', '10.40.0.2', 53, 'forbidden'],
    ['the last address of its VPC', '10.40.255.255', 5432, 'forbidden'],
    ['the resolver of another VPC', '10.60.0.2', 53, 'silent'],
    ['a firewall', 'firewalled-db.harborline.internal', 5432, 'silent'],
    ['an engine that is not here', 'billing-mysql.c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com', 3306, 'refused'],
  ])('answers as a real one would: %s', (_case, host, port, kind) => {
    expect(openNetwork().dial(bastion, host, port)).toEqual({ kind })
  })

  it('takes detours', () => {
    const network = openNetwork()
    network.settings.detours.set(`${ordersDb}:5432`, { kind: 'silent' })
    expect(network.dial(bastion, ordersDb, 5432)).toEqual({ kind: 'silent' })
  })
})
