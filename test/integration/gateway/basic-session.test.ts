import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen, listenEcho, type TestServer } from './echo-server.ts'
import { createHarness, type Harness } from './gateway-harness.ts'
import { RawPortClient } from './raw-port-client.ts'

const OUTPUT = 1
const FLAG = 10
const FORWARDING = { portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding' }
const SSH = { portNumber: '22' }

let harness: Harness
let echo: TestServer

beforeEach(async () => {
  harness = await createHarness()
  echo = await listenEcho()
  harness.target = { kind: 'tcp', host: '127.0.0.1', port: echo.port }
})

afterEach(async () => {
  await harness.close()
  await echo.close()
})

async function connected(
  properties: Readonly<Record<string, string>>,
  agentVersion: string,
  clientVersion?: string,
): Promise<RawPortClient> {
  const client = harness.use(new RawPortClient())
  await client.connect(harness.portSession({ properties, agentVersion }))
  await client.handshake(clientVersion)
  return client
}

function output(client: RawPortClient): string {
  const payloads = client.ordered.filter(({ payloadType }) => payloadType === OUTPUT).map(({ payload }) => payload)
  return Buffer.concat(payloads).toString()
}

describe('a port session without multiplexing', () => {
  it.each([
    ['an old agent', FORWARDING, '3.0.196.0', '1.2.677.0'],
    ['an old client', FORWARDING, '3.3.987.0', '1.1.61.0'],
    ['an SSH document', SSH, '3.3.987.0', '1.2.677.0'],
  ])('carries plain bytes for %s', async (_, properties, agentVersion, clientVersion) => {
    const client = await connected(properties, agentVersion, clientVersion)
    client.send(OUTPUT, 'plain bytes')
    await client.until(() => output(client).length >= 'plain bytes'.length)
    expect(output(client)).toBe('plain bytes')
  })

  it('dials again for the first byte after the client has disconnected', async () => {
    const client = await connected(FORWARDING, '3.0.196.0')
    client.send(OUTPUT, 'one')
    await client.until(() => output(client) === 'one')
    const [first] = echo.connections
    const closed = new Promise((resolve) => first?.once('close', resolve))
    client.send(FLAG, Buffer.from([0, 0, 0, 1]))
    await closed
    client.send(OUTPUT, ' two')
    await client.until(() => output(client) === 'one two')
    expect(harness.dialled.length).toBeGreaterThanOrEqual(2)
  })

  it('does not tell the client that the server has closed, and dials again', async () => {
    const closing = await listen((socket) => socket.once('data', (data) => socket.end(data)))
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: closing.port }
    const client = await connected(FORWARDING, '3.0.196.0')
    client.send(OUTPUT, 'one')
    await client.until(() => output(client) === 'one')
    expect(client.frames.some(({ type }) => type === 'channel_closed')).toBe(false)
    client.send(OUTPUT, ' two')
    await client.until(() => output(client) === 'one two')
    await closing.close()
  })

  it('ends with an SSH connection, after its last byte', async () => {
    const closing = await listen((socket) => socket.end('SSH-2.0-last words'))
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: closing.port }
    const client = await connected(SSH, '3.3.987.0')
    expect(await client.closedOutput()).toBe('')
    expect(output(client)).toBe('SSH-2.0-last words')
    await closing.close()
  })

  it('ends when it can not connect', async () => {
    harness.target = { kind: 'refused' }
    const client = await connected(SSH, '3.3.987.0')
    expect(await client.closedOutput()).toBe(
      'Unable to connect to specified port: dial tcp 127.0.0.1:22: connect: connection refused',
    )
    expect(harness.ends).toMatchObject([{ status: 'Failed' }])
  })
})

describe('a session of a type the agent does not know', () => {
  it('ends with the agent’s advice', async () => {
    const client = harness.use(new RawPortClient())
    await client.connect(harness.session('Telepathy'))
    expect(await client.closedOutput()).toBe(
      'Plugin with name Telepathy is not supported by this version of ssm agent, ' +
        'please update to latest version. Step name: Telepathy',
    )
  })
})
