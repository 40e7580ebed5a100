import { describe, expect, it } from 'vitest'
import type { AgentBehaviour } from '#sandbox/gateway/index.ts'
import { listen, type TestServer } from './echo-server.ts'
import { behaving, stageForEach, textOf } from './gateway-harness.ts'
import { type RawPortClient, smuxCommand } from './raw-port-client.ts'

const OUTPUT = 1
const FLAG = 10

const stage = stageForEach()

const forwarding = async (behaviour: Partial<AgentBehaviour>): Promise<RawPortClient> =>
  (await stage.harness.forward(behaving(behaviour))).client

describe('the target of one session', () => {
  it('is where the session says, whatever the network says', async () => {
    const client = await forwarding({ dialTarget: { kind: 'refused' } })
    const stream = client.openStream(3)
    await client.until(() => stream.ended)
    const flags = client.ordered.filter(({ payloadType }) => payloadType === FLAG)
    expect(flags.map(({ payload }) => payload.toString('hex'))).toEqual(['00000003'])
    const other = await forwarding({})
    const echoed = other.openStream(3)
    other.push(3, Buffer.from('hi'))
    await other.until(() => echoed.receivedBytes === 2)
  })

  it('accepts late, and a session that ends does not wait for it', async () => {
    const client = await forwarding({ dialDelayMs: 120 })
    const begun = performance.now()
    const stream = client.openStream(3)
    client.push(3, Buffer.from('hi'))
    await client.until(() => stream.receivedBytes === 2)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(119)
    const slow = await forwarding({ dialDelayMs: 3_600_000 })
    const sequence = slow.send(OUTPUT, Buffer.from('0100000003000000', 'hex'))
    await slow.until(() => slow.acknowledgementsFor(sequence) === 1)
    await stage.harness.gateway.close()
  })

  it('reads slowly, and gets everything', async () => {
    const sink = await listenSink()
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: sink.server.port }
    const client = await forwarding({ targetBytesPerSecond: 40_000 })
    const begun = performance.now()
    client.openStream(3)
    client.push(3, Buffer.alloc(20_000, 's'))
    await expect.poll(() => sink.received(), { interval: 10, timeout: 20_000 }).toBe(20_000)
    // Ten pieces, a twentieth of a second between each two.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(9 * 50 - 10)
    await sink.server.close()
  })
})

describe('keepalives of the multiplexer', () => {
  const nops = (client: RawPortClient): number =>
    client.ordered.filter(({ payloadType, payload }) => payloadType === OUTPUT && payload[1] === smuxCommand.nop).length

  it.each([[{ agentVersion: '3.1.1400.0' }], [{ keepalive: 'on' }]] as const)(
    'are sent by %o, which gives up a client that sends none',
    async (behaviour) => {
      const client = await forwarding({ ...behaviour, keepaliveMs: 60 })
      await client.until(() => nops(client) >= 2)
      expect(await client.closedOutput()).toBe('')
    },
  )

  it.each([[{}], [{ agentVersion: '3.1.1500.0' }], [{ agentVersion: '3.1.1400.0', keepalive: 'off' }]] as const)(
    'are not sent by %o',
    async (behaviour) => {
      const client = await forwarding({ ...behaviour, keepaliveMs: 5 })
      const stream = client.openStream(3)
      for (let round = 1; round <= 30; round++) {
        client.push(3, Buffer.from('x'))
        await client.until(() => stream.receivedBytes === round)
      }
      expect(nops(client)).toBe(0)
    },
  )
})

describe('the agent’s version', () => {
  it('is the session’s own where it says so, and decides about the mode', async () => {
    const client = await forwarding({ agentVersion: '3.0.100.0' })
    expect(JSON.parse(client.handshakeRequest?.payload.toString() ?? '').AgentVersion).toBe('3.0.100.0')
    client.send(OUTPUT, 'no multiplexer')
    await client.until(() => textOf(client) === 'no multiplexer')
  })
})

async function listenSink(): Promise<{ readonly server: TestServer; received(): number }> {
  let received = 0
  const server = await listen((socket) => socket.on('data', (data) => (received += data.length)))
  return { server, received: () => received }
}
