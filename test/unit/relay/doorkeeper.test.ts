import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { expect, it, vi } from 'vitest'
import type { RefusedClient } from '#contract/refused-client.ts'
import { Client } from '#relay/front-door/client.ts'
import { Doorkeeper } from '#relay/front-door/doorkeeper.ts'
import { plainGuard } from '#test/support/door-guard.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

it('keeps out a client whose user nobody tells, where programs of other users stay out', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const program = connect(port, '127.0.0.1').on('error', () => {})
  const [accepted] = (await once(server, 'connection')) as [Socket]
  const refused: RefusedClient[] = []
  const welcomed: Client[] = []
  const keeper = new Doorkeeper({
    // The system lists no connection to this one.
    port: 1,
    kind: 'tcp',
    guard: { ...plainGuard, programs: 'same-user' },
    clock: new ManualClock(),
    hasSession: () => true,
    welcomed: (client) => welcomed.push(client),
    isDismissed: () => false,
    clientsRefused: (client) => refused.push(client),
  })
  program.resume().write('hello\n')
  keeper.receive(new Client(accepted))
  await vi.waitFor(() => expect([...refused, ...welcomed]).toHaveLength(1), 5_000)
  expect(accepted.destroyed).toBe(true)
  keeper.dispose()
  program.destroy()
  accepted.destroy()
  server.close()
  expect(welcomed).toEqual([])
  expect(refused).toEqual([{ reason: 'other-user' }])
})
