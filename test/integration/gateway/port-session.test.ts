import { createHash, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen, listenEcho, type TestServer } from './echo-server.ts'
import { createHarness, fast, type Harness } from './gateway-harness.ts'
import { RawPortClient, smuxCommand } from './raw-port-client.ts'

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

async function connected(grant: ReturnType<Harness['portSession']>): Promise<RawPortClient> {
  const client = harness.use(new RawPortClient())
  await client.connect(grant)
  await client.handshake()
  return client
}

describe('the handshake of a port session', () => {
  it('offers the document’s properties in a first message with SYN, every field as on the real wire', async () => {
    const client = harness.use(new RawPortClient())
    await client.connect(harness.portSession())
    await client.until(() => client.handshakeRequest !== undefined)
    const request = client.handshakeRequest
    expect(request).toMatchObject({
      headerLength: 116,
      schemaVersion: 1,
      sequence: 0,
      flags: 1,
      payloadType: 5,
      digestMatches: true,
    })
    expect(request?.payloadLength).toBe(request?.payload.length)
    expect(request?.messageId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(JSON.parse(request?.payload.toString() ?? '')).toEqual({
      AgentVersion: '3.3.987.0',
      RequestedClientActions: [
        {
          ActionType: 'SessionType',
          ActionParameters: {
            SessionType: 'Port',
            Properties: { portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding' },
          },
        },
      ],
    })
  })

  it('acknowledges the response before it says that the handshake is complete', async () => {
    const client = await connected(harness.portSession())
    const kinds = client.frames.map(({ type, payloadType }) => `${type} ${payloadType}`)
    expect(kinds).toEqual(['start_publication 0', 'output_stream_data 5', 'acknowledge 0', 'output_stream_data 7'])
  })

  it('acknowledges and throws away what comes before it is complete', async () => {
    const client = harness.use(new RawPortClient())
    await client.connect(harness.portSession())
    await client.until(() => client.handshakeRequest !== undefined)
    client.sendSmux(smuxCommand.syn, 3, Buffer.alloc(0))
    await client.until(() => client.unacked === 0)
    await client.handshake()
    const stream = client.openStream(5)
    client.push(5, Buffer.from('after'))
    await client.until(() => stream.receivedBytes === 5)
    expect(echo.connections.size).toBe(1)
  })

  it('ends the session when the client does not answer in time', async () => {
    const client = harness.use(new RawPortClient())
    await client.connect(harness.portSession({ behaviour: { handshakeTimeoutMs: 50 } }))
    expect(await client.closedOutput()).toBe(
      '\n----------ERROR-------\nEncountered error while initiating handshake. Handshake timed out. ' +
        'Please ensure that you have the latest version of the session manager plugin.',
    )
    expect(harness.ends).toMatchObject([{ status: 'Failed' }])
  })
})

describe('a multiplexed port session', () => {
  it('carries two connections to a real server at once', async () => {
    const client = await connected(harness.portSession())
    const first = client.openStream(3)
    const second = client.openStream(5)
    client.push(3, Buffer.from('first'))
    client.push(5, Buffer.from('second'))
    await client.until(() => first.receivedBytes === 5 && second.receivedBytes === 6)
    expect(Buffer.concat(first.received).toString()).toBe('first')
    expect(Buffer.concat(second.received).toString()).toBe('second')
    expect(echo.connections.size).toBe(2)
    expect(harness.dialled).toContain('i-0123456789abcdef0 localhost:5432')
  })

  it('closes the target when the client finishes the stream, and finishes the stream when the target closes', async () => {
    const closing = await listen((socket) => socket.on('data', () => socket.end('bye')))
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: closing.port }
    const client = await connected(harness.portSession())
    const stream = client.openStream(3)
    client.push(3, Buffer.from('go'))
    await client.until(() => stream.ended)
    expect(Buffer.concat(stream.received).toString()).toBe('bye')
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: echo.port }
    const other = client.openStream(5)
    client.push(5, Buffer.from('x'))
    await client.until(() => other.receivedBytes === 1)
    const [target] = echo.connections
    const targetClosed = new Promise((resolve) => target?.once('close', resolve))
    client.sendSmux(smuxCommand.fin, 5, Buffer.alloc(0))
    await targetClosed
    await closing.close()
  })

  it('answers a refused dial with flag 3, then FIN, and goes on', async () => {
    harness.target = { kind: 'refused' }
    const client = await connected(harness.portSession())
    const refused = client.openStream(3)
    await client.until(() => refused.ended)
    const flag = client.ordered.find((frame) => frame.payloadType === 10)
    expect(flag?.payload.toString('hex')).toBe('00000003')
    const fin = client.ordered.find((frame) => frame.payloadType === 1)
    expect(flag?.sequence).toBeLessThan(fin?.sequence ?? 0)
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: echo.port }
    const stream = client.openStream(5)
    client.push(5, Buffer.from('still here'))
    await client.until(() => stream.receivedBytes === 10)
  })

  it('dials one stream at a time: a silent target keeps the next ones waiting', async () => {
    const client = await connected(harness.portSession())
    harness.target = { kind: 'silent' }
    client.openStream(3)
    await client.until(() => client.unacked === 0)
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: echo.port }
    client.openStream(5)
    client.push(5, Buffer.from('waits'))
    await client.until(() => client.unacked === 0)
    expect(echo.connections.size).toBe(0)
  })

  it('ends on the client’s goodbye with an empty text', async () => {
    const client = await connected(harness.portSession())
    client.send(10, Buffer.from([0, 0, 0, 2]))
    expect(await client.closedOutput()).toBe('')
    expect(harness.ends).toMatchObject([{ status: 'Terminated', output: '' }])
  })

  it.each([
    ['forbidden', 'Forwarding to IP address db.internal is forbidden.'],
    ['unknown-host', 'lookup db.internal: no such host'],
  ] as const)('ends before it begins when the host is %s', async (kind, output) => {
    harness.target = { kind }
    const properties = { portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding', host: 'db.internal' }
    const client = await connected(harness.portSession({ properties }))
    expect(await client.closedOutput()).toBe(output)
  })
})

describe('the transfer of a port session', () => {
  it('is intact both ways when the client’s connection is cut in the middle', async () => {
    const sent = randomBytes(600_000)
    const client = await connected(harness.portSession({ sessionId: 'dev-cut', behaviour: { ...fast, sleepMs: 1 } }))
    const stream = client.openStream(3)
    client.push(3, sent)
    await client.until(() => stream.receivedBytes > 100_000)
    harness.gateway.drop('dev-cut')
    await client.until(() => client.closes.length === 1)
    const grant = harness.gateway.resume('dev-cut')
    if (grant === null) throw new Error('The session should be alive')
    await client.reconnect(grant)
    await client.until(() => stream.receivedBytes === sent.length)
    expect(digest(Buffer.concat(stream.received))).toBe(digest(sent))
    expect(client.closes).toEqual([{ code: 1006, reason: '' }])
  })
})

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
