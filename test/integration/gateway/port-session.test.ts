import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { GatewaySessionRequest, Tamper } from '#sandbox/gateway/index.ts'
import { listen } from './echo-server.ts'
import { behaving, echoes, stageForEach } from './gateway-harness.ts'
import { acknowledgementOf, encodeRawFrame } from './raw-frame.ts'
import { type RawPortClient, smuxCommand } from './raw-port-client.ts'

const stage = stageForEach()

const connected = async (changes?: Partial<GatewaySessionRequest>): Promise<RawPortClient> =>
  (await stage.harness.forward(changes)).client

describe('the handshake of a port session', () => {
  it('offers the document’s properties in a first message with SYN, every field as on the real wire', async () => {
    const { client } = await stage.harness.join()
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
    const client = await connected()
    const kinds = client.frames.map(({ type, payloadType }) => `${type} ${payloadType}`)
    expect(kinds).toEqual(['start_publication 0', 'output_stream_data 5', 'acknowledge 0', 'output_stream_data 7'])
  })

  it('acknowledges and throws away what comes before it is complete', async () => {
    const { client } = await stage.harness.join()
    await client.until(() => client.handshakeRequest !== undefined)
    client.sendSmux(smuxCommand.syn, 3, Buffer.alloc(0))
    await client.until(() => client.unacked === 0)
    await client.handshake()
    const stream = client.openStream(5)
    client.push(5, Buffer.from('after'))
    await client.until(() => stream.receivedBytes === 5)
    expect(stage.echo.connections.size).toBe(1)
  })

  it('ends the session when the client does not answer in time', async () => {
    const { client } = await stage.harness.join(behaving({ handshakeTimeoutMs: 500 }))
    expect(await client.closedOutput()).toBe(
      '\n----------ERROR-------\nEncountered error while initiating handshake. Handshake timed out. ' +
        'Please ensure that you have the latest version of the session manager plugin.',
    )
    expect(stage.harness.ends).toMatchObject([{ status: 'Failed' }])
  })

  it('ends the session when no client comes in time, counted from its start', async () => {
    const grant = stage.harness.portSession(behaving({ handshakeTimeoutMs: 50 }))
    await expect.poll(() => stage.harness.ends).toMatchObject([{ status: 'Failed' }])
    expect(stage.harness.ends[0]?.output).toContain('Handshake timed out.')
    expect(stage.harness.gateway.resume(grant.sessionId)).toBeNull()
  })

  it('does not acknowledge an answer it cannot read, and waits for a better one', async () => {
    const { client } = await stage.harness.join()
    await client.until(() => client.handshakeRequest !== undefined)
    const broken = encodeRawFrame('input_stream_data', 0, 6, Buffer.from('{"ClientVersion":'))
    client.sendBytes(broken)
    await client.ping()
    expect(client.acknowledgementsFor(0)).toBe(0)
    await client.handshake()
    await echoes(client, 3, 'and on')
  })
})

describe('a multiplexed port session', () => {
  it('carries two connections to a real server at once', async () => {
    const client = await connected()
    const first = client.openStream(3)
    const second = client.openStream(5)
    client.push(3, Buffer.from('first'))
    client.push(5, Buffer.from('second'))
    await client.until(() => first.receivedBytes === 5 && second.receivedBytes === 6)
    expect(Buffer.concat(first.received).toString()).toBe('first')
    expect(Buffer.concat(second.received).toString()).toBe('second')
    expect(stage.echo.connections.size).toBe(2)
    expect(stage.harness.dialled).toContain('i-0123456789abcdef0 localhost:5432')
  })

  it('closes the target when the client finishes the stream, and finishes the stream when the target closes', async () => {
    const closing = await listen((socket) => socket.on('data', () => socket.end('bye')))
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: closing.port }
    const client = await connected()
    const stream = client.openStream(3)
    client.push(3, Buffer.from('go'))
    await client.until(() => stream.ended)
    expect(Buffer.concat(stream.received).toString()).toBe('bye')
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: stage.echo.port }
    const other = client.openStream(5)
    client.push(5, Buffer.from('x'))
    await client.until(() => other.receivedBytes === 1)
    const [target] = stage.echo.connections
    const targetClosed = new Promise((resolve) => target?.once('close', resolve))
    client.sendSmux(smuxCommand.fin, 5, Buffer.alloc(0))
    await targetClosed
    await closing.close()
  })

  it('answers a refused dial with flag 3, then FIN, and goes on', async () => {
    stage.harness.target = { kind: 'refused' }
    const client = await connected()
    const refused = client.openStream(3)
    await client.until(() => refused.ended)
    const flag = client.ordered.find((frame) => frame.payloadType === 10)
    expect(flag?.payload.toString('hex')).toBe('00000003')
    const fin = client.ordered.find((frame) => frame.payloadType === 1)
    expect(flag?.sequence).toBeLessThan(fin?.sequence ?? 0)
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: stage.echo.port }
    const stream = client.openStream(5)
    client.push(5, Buffer.from('still here'))
    await client.until(() => stream.receivedBytes === 10)
  })

  it('dials one stream at a time: a silent target keeps the next ones waiting', async () => {
    const client = await connected()
    stage.harness.target = { kind: 'silent' }
    client.openStream(3)
    await client.until(() => client.unacked === 0)
    stage.harness.target = { kind: 'tcp', host: '127.0.0.1', port: stage.echo.port }
    client.openStream(5)
    client.push(5, Buffer.from('waits'))
    await client.until(() => client.unacked === 0)
    expect(stage.echo.connections.size).toBe(0)
  })

  it('ends on the client’s goodbye with an empty text', async () => {
    const client = await connected()
    client.send(10, Buffer.from([0, 0, 0, 2]))
    expect(await client.closedOutput()).toBe('')
    expect(stage.harness.ends).toMatchObject([{ status: 'Terminated', output: '' }])
  })

  it.each([
    ['forbidden', 'Forwarding to IP address db.internal is forbidden.'],
    ['unknown-host', 'lookup db.internal: no such host'],
  ] as const)('ends before it begins when the host is %s', async (kind, output) => {
    stage.harness.target = { kind }
    const properties = { portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding', host: 'db.internal' }
    const client = await connected({ properties })
    expect(await client.closedOutput()).toBe(output)
  })
})

describe('the transfer of a port session', () => {
  it('is intact both ways when the client’s connection is cut in the middle', async () => {
    const sent = randomBytes(600_000)
    const client = await connected({ sessionId: 'dev-cut', ...behaving({ sleepMs: 1 }) })
    const stream = client.openStream(3)
    client.push(3, sent)
    await client.until(() => stream.receivedBytes > 100_000)
    stage.harness.gateway.drop('dev-cut')
    await client.until(() => client.closes.length === 1)
    await client.reconnect(stage.harness.resume('dev-cut'))
    await client.until(() => stream.receivedBytes === sent.length)
    expect(digest(Buffer.concat(stream.received))).toBe(digest(sent))
    expect(client.closes).toEqual([{ code: 1006, reason: '' }])
  })

  it('goes on behind a message whose acknowledgement came after the goodbye', async () => {
    const sent: number[] = []
    const tamper: Tamper = ({ direction, type, sequence }) => {
      if (direction === 'to-client' && type === 'output_stream_data') sent.push(sequence)
      return 'deliver'
    }
    const client = await connected({ sessionId: 'dev-late', ...behaving({ tamper }) })
    client.ackPolicy = ({ sequence }) => (sequence === 2 ? 'withhold' : 'acknowledge')
    const stream = client.openStream(3)
    client.push(3, Buffer.from('a'))
    await client.until(() => stream.receivedBytes === 1)
    const [first] = client.ordered.slice(-1)
    expect(first?.sequence).toBe(2)
    if (first !== undefined) client.sendBytes(acknowledgementOf(first))
    stage.harness.gateway.drop('dev-late', 1000)
    // Nobody is there for it: the agent has to send it again, which it does with the first unacknowledged message alone.
    for (const connection of stage.echo.connections) connection.write('b')
    await client.until(() => client.closes.length === 1)
    await expect.poll(() => sent).toContain(3)
    await client.reconnect(stage.harness.resume('dev-late'))
    await client.until(() => stream.receivedBytes === 2)
  })
})

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
