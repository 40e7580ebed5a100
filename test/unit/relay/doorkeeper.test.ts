import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RefusedClient } from '#contract/refused-client.ts'
import { Client } from '#relay/front-door/client.ts'
import { Doorkeeper } from '#relay/front-door/doorkeeper.ts'
import { plainGuard } from '#test/support/door-guard.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

afterEach(() => vi.restoreAllMocks())

/** Lets one program connect where programs of other users stay out; tells who was let in and who was refused. */
async function receiveOne(doorPort: (port: number) => number) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const program = connect(port, '127.0.0.1').on('error', () => {})
  const [accepted] = (await once(server, 'connection')) as [Socket]
  const refused: RefusedClient[] = []
  const welcomed: Client[] = []
  const keeper = new Doorkeeper({
    port: doorPort(port),
    kind: 'tcp',
    guard: { ...plainGuard, programs: 'same-user' },
    clock: new ManualClock(),
    hasSession: () => true,
    exposedAt: () => null,
    welcomed: (client) => welcomed.push(client),
    isDismissed: () => false,
    clientsRefused: (client) => refused.push(client),
  })
  program.resume().write('hello\n')
  keeper.receive(new Client(accepted))
  await vi.waitFor(() => expect([...refused, ...welcomed]).toHaveLength(1), 5_000)
  const isClosed = accepted.destroyed
  keeper.dispose()
  program.destroy()
  accepted.destroy()
  server.close()
  return { welcomed: welcomed.length, refused, isClosed }
}

const keptOut = { welcomed: 0, refused: [{ reason: 'other-user' }], isClosed: true }

describe('where programs of other users stay out', () => {
  it('a client whose user nobody tells stays out', async () => {
    // The system lists no connection to this one.
    expect(await receiveOne(() => 1)).toEqual(keptOut)
  })

  it('a client of another user stays out', async () => {
    const own = process.getuid?.() ?? 0
    vi.spyOn(process, 'getuid').mockReturnValue(own + 1)
    expect(await receiveOne((port) => port)).toEqual(keptOut)
  })
})
