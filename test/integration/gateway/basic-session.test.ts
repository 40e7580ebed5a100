import { describe, expect, it } from 'vitest'
import { listen } from './echo-server.ts'
import { behaving, stageForEach, textOf } from './gateway-harness.ts'
import { RawPortClient } from './raw-port-client.ts'

const OUTPUT = 1
const FLAG = 10
const FORWARDING = { portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding' }
const SSH = { portNumber: '22' }

const stage = stageForEach()

const connected = async (
  properties: Readonly<Record<string, string>>,
  agentVersion: string,
  clientVersion?: string,
): Promise<RawPortClient> => (await stage.harness.forward({ properties, agentVersion }, clientVersion)).client

describe('a port session without multiplexing', () => {
  it.each([
    ['an old agent', FORWARDING, '3.0.196.0', '1.2.677.0'],
    ['an old client', FORWARDING, '3.3.987.0', '1.1.61.0'],
    ['an SSH document', SSH, '3.3.987.0', '1.2.677.0'],
  ])('carries plain bytes for %s', async (_, properties, agentVersion, clientVersion) => {
    const client = await connected(properties, agentVersion, clientVersion)
    client.send(OUTPUT, 'plain bytes')
    await client.until(() => textOf(client).length >= 'plain bytes'.length)
    expect(textOf(client)).toBe('plain bytes')
  })

  it('dials again for the first byte after the client has disconnected', async () => {
    const client = await connected(FORWARDING, '3.0.196.0')
    client.send(OUTPUT, 'one')
    await client.until(() => textOf(client) === 'one')
    const [first] = stage.echo.connections
    const closed = new Promise((resolve) => first?.once('close', resolve))
    client.send(FLAG, Buffer.from([0, 0, 0, 1]))
    await closed
    client.send(OUTPUT, ' two')
    await client.until(() => textOf(client) === 'one two')
    expect(stage.harness.dialled.length).toBeGreaterThanOrEqual(2)
  })

  it('loses what the agent has not read of a connection that the client gives up', async () => {
    const pouring = await listen((socket) => void socket.once('data', () => socket.write(Buffer.alloc(60_000, 'o'))))
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: pouring.port }
    const slowly = { properties: FORWARDING, agentVersion: '3.0.196.0', ...behaving({ sleepMs: 20 }) }
    const { client } = await stage.harness.forward(slowly)
    client.send(OUTPUT, 'go')
    await client.until(() => textOf(client).length > 0)
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: stage.echo.port }
    client.send(FLAG, Buffer.from([0, 0, 0, 1]))
    client.send(OUTPUT, 'next')
    await client.until(() => textOf(client).endsWith('next'))
    expect(textOf(client).length).toBeLessThan(30_000)
    await pouring.close()
  })

  it('does not tell the client that the server has closed, and dials again', async () => {
    const closing = await listen((socket) => socket.once('data', (data) => socket.end(data)))
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: closing.port }
    const client = await connected(FORWARDING, '3.0.196.0')
    client.send(OUTPUT, 'one')
    await client.until(() => textOf(client) === 'one')
    expect(client.frames.some(({ type }) => type === 'channel_closed')).toBe(false)
    client.send(OUTPUT, ' two')
    await client.until(() => textOf(client) === 'one two')
    await closing.close()
  })

  it('ends with an SSH connection, after its last byte', async () => {
    const closing = await listen((socket) => socket.end('SSH-2.0-last words'))
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: closing.port }
    const client = await connected(SSH, '3.3.987.0')
    expect(await client.closedOutput()).toBe('')
    expect(textOf(client)).toBe('SSH-2.0-last words')
    await closing.close()
  })

  it('ends when it can not connect', async () => {
    stage.harness.target = { kind: 'refused' }
    const client = await connected(SSH, '3.3.987.0')
    expect(await client.closedOutput()).toBe(
      'Unable to connect to specified port: dial tcp 127.0.0.1:22: connect: connection refused',
    )
    expect(stage.harness.ends).toMatchObject([{ status: 'Failed' }])
  })
})

describe('a session of a type the agent does not know', () => {
  it('ends with the agent’s advice', async () => {
    const client = stage.harness.use(new RawPortClient())
    await client.connect(stage.harness.session('Telepathy'))
    expect(await client.closedOutput()).toBe(
      'Plugin with name Telepathy is not supported by this version of ssm agent, ' +
        'please update to latest version. Step name: Telepathy',
    )
  })
})
