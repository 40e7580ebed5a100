import { describe, expect, it } from 'vitest'
import type { GatewaySessionRequest } from '#sandbox/gateway/index.ts'
import { behaving, createHarness, echoes, stageForEach } from './gateway-harness.ts'
import { RawClient } from './raw-client.ts'
import { encodeRawFrame } from './raw-frame.ts'
import { RawPortClient } from './raw-port-client.ts'

const OUTPUT = 1

const stage = stageForEach()

const connected = async (changes?: Partial<GatewaySessionRequest>): Promise<RawPortClient> =>
  (await stage.harness.forward(changes)).client

describe('opening a channel', () => {
  it('gives a stream URL whose cell number must come back as it was', async () => {
    const grant = stage.harness.portSession()
    const cell = /^ws:\/\/127\.0\.0\.1:\d+\/v1\/data-channel\/[^?]+\?role=publish_subscribe&cell-number=(.+)$/.exec(
      grant.streamUrl,
    )?.[1]
    expect(cell).toMatch(/\+/)
    expect(cell).toMatch(/\//)
    const broken = { ...grant, streamUrl: grant.streamUrl.replaceAll('+', '%20') }
    await expect(stage.harness.use(new RawClient()).connect(broken)).rejects.toThrow('400')
    const encoded = { ...grant, streamUrl: grant.streamUrl.replace(cell ?? '', encodeURIComponent(cell ?? '')) }
    await stage.harness.use(new RawClient()).connect(encoded)
  })

  it('takes each token once', async () => {
    const grant = stage.harness.portSession()
    await stage.harness.use(new RawClient()).connect(grant)
    const second = stage.harness.use(new RawClient())
    await second.connect(grant)
    await second.until(() => second.closes.length > 0)
    expect(second.closes).toEqual([{ code: 1008, reason: 'The token is not valid' }])
  })

  it.each([
    ['of another schema', { MessageSchemaVersion: '1' }],
    ['without an id of the request', { RequestId: undefined }],
    ['without an id of the client', { ClientId: undefined }],
    ['without a token', { TokenValue: undefined }],
  ])('refuses an OpenDataChannel %s', async (_case, change) => {
    const client = stage.harness.use(new RawClient())
    await client.connect(stage.harness.portSession(), change)
    await client.until(() => client.closes.length > 0)
    expect(client.closes).toEqual([{ code: 1008, reason: 'The first message is not OpenDataChannel' }])
  })

  it('takes a client that calls itself whatever it likes, as the service does', async () => {
    const client = stage.harness.use(new RawClient())
    await client.connect(stage.harness.portSession(), { ClientId: 'me', RequestId: '1' })
    await client.until(() => client.frames.length > 0 || client.closes.length > 0)
    expect(client.closes).toEqual([])
  })

  it('refuses an upgrade with the status it was told, and an unknown session with 404', async () => {
    const refused = stage.harness.portSession({ behaviour: { refuseUpgrade: 403 } })
    await expect(stage.harness.use(new RawClient()).connect(refused)).rejects.toThrow('403')
    const unknown = { ...refused, streamUrl: refused.streamUrl.replace(refused.sessionId, 'dev-nobody') }
    await expect(stage.harness.use(new RawClient()).connect(unknown)).rejects.toThrow('404')
  })

  it('refuses an upgrade with 403 when its signature is not accepted', async () => {
    const strict = await createHarness({ authorizeUpgrade: ({ url }) => !url.includes('cell-number') })
    await expect(strict.use(new RawClient()).connect(strict.portSession())).rejects.toThrow('403')
    await strict.close()
  })

  it('answers pings', async () => {
    const client = await connected()
    expect(await client.ping()).toBe('keepalive')
  })
})

describe('reliable delivery', () => {
  it('acknowledges a message again each time it comes again, and handles it once', async () => {
    const client = await connected()
    const stream = client.openStream(3)
    const frame = Buffer.from('0102020003000000', 'hex')
    const sequence = client.send(OUTPUT, Buffer.concat([frame, Buffer.from('hi')]))
    client.sendBytes(encodeRawFrame('input_stream_data', sequence, OUTPUT, Buffer.concat([frame, Buffer.from('hi')])))
    await client.until(() => client.acknowledgementsFor(sequence) === 2)
    client.push(3, Buffer.from('!'))
    await client.until(() => stream.receivedBytes >= 3)
    expect(Buffer.concat(stream.received).toString()).toBe('hi!')
  })

  it('puts messages in order again', async () => {
    const tamper = vary((index) => (index % 3 === 1 ? 'swap' : 'deliver'))
    const client = await connected(behaving({ tamper }))
    const stream = client.openStream(3)
    const text = Array.from({ length: 40 }, (_, index) => `${index} `).join('')
    for (const word of text.split(/(?<= )/)) client.push(3, Buffer.from(word))
    await client.until(() => stream.receivedBytes === text.length)
    expect(Buffer.concat(stream.received).toString()).toBe(text)
  })

  it('sends the oldest unacknowledged message again, and only that one', async () => {
    const client = stage.harness.use(new RawPortClient())
    await client.connect(stage.harness.portSession())
    await client.handshake()
    const first = client.ordered.length
    client.ackPolicy = () => 'withhold'
    const stream = client.openStream(3)
    client.push(3, Buffer.from('one'))
    await client.until(() => stream.receivedBytes === 3)
    client.push(3, Buffer.from('two'))
    await client.until(() => stream.receivedBytes === 6)
    await client.until(() => client.copiesOf(first) >= 3)
    expect(client.copiesOf(first + 1)).toBe(1)
    client.ackPolicy = () => 'acknowledge'
    await client.until(() => client.copiesOf(first + 1) >= 2)
    expect(Buffer.concat(stream.received).toString()).toBe('onetwo')
  })

  it('survives lost messages and lost acknowledgements', async () => {
    let dropped = 0
    const tamper = vary((index) => {
      if (index % 4 !== 2) return 'deliver'
      dropped++
      return 'drop'
    })
    const client = await connected(behaving({ payloadBytes: 4, tamper }))
    const stream = client.openStream(3)
    const text = 'forty bytes that leave in small messages'
    client.push(3, Buffer.from(text))
    await client.until(() => stream.receivedBytes === text.length)
    expect(Buffer.concat(stream.received).toString()).toBe(text)
    expect(dropped).toBeGreaterThan(2)
  })

  it('does not acknowledge what is broken', async () => {
    const client = await connected()
    const broken = encodeRawFrame('input_stream_data', 1, OUTPUT, Buffer.from('x'))
    broken.fill(0, 40, 48)
    client.sendBytes(broken)
    const sequence = client.send(OUTPUT, Buffer.from('0103000000000000', 'hex'))
    await client.until(() => client.acknowledgementsFor(sequence) === 1)
    expect(client.acknowledgementsFor(1)).toBe(1)
  })

  it.each([0, 1, 3, 115, 4096])(
    'drops a message whose header says that it has %i bytes, or misreads it',
    async (length) => {
      const client = await connected()
      const odd = encodeRawFrame('input_stream_data', 1_000, OUTPUT, Buffer.from('x'))
      odd.writeUInt32BE(length, 0)
      client.sendBytes(odd)
      await client.ping()
      await echoes(client, 3, 'and on')
    },
  )
})

describe('the end of a channel', () => {
  it('says 1000 "Bye" after its time and lets the client resume', async () => {
    const client = await connected({ sessionId: 'dev-bye', ...behaving({ byeAfterMs: 1000 }) })
    await client.until(() => client.closes.length === 1)
    expect(client.closes).toEqual([{ code: 1000, reason: 'Bye' }])
    expect(stage.harness.gateway.activeSessions()).toEqual(['dev-bye'])
    const grant = stage.harness.resume('dev-bye')
    await client.reconnect(grant)
    const stream = client.openStream(3)
    client.push(3, Buffer.from('again'))
    await client.until(() => stream.receivedBytes === 5)
  })

  it('tells the client that the session was terminated and knows it no more', async () => {
    const client = await connected({ sessionId: 'dev-gone' })
    expect(stage.harness.gateway.terminate('dev-gone', 'Ended by an administrator')).toBe(true)
    expect(await client.closedOutput()).toBe('Ended by an administrator')
    expect(stage.harness.gateway.resume('dev-gone')).toBeNull()
    expect(stage.harness.gateway.terminate('dev-gone')).toBe(false)
    expect(stage.harness.gateway.drop('dev-gone')).toBe(false)
    expect(stage.harness.ends).toEqual([
      { sessionId: 'dev-gone', status: 'Terminated', output: 'Ended by an administrator' },
    ])
  })

  it('tells the client that the session was idle for too long', async () => {
    const client = await connected(behaving({ idleTimeoutMs: 1500 }))
    expect(await client.closedOutput()).toBe('Your session timed out due to inactivity.')
    expect(stage.harness.ends).toMatchObject([{ status: 'TimedOut' }])
  })

  it('leaves no connection behind when the gateway closes', async () => {
    const client = await connected()
    const stream = client.openStream(3)
    client.push(3, Buffer.from('x'))
    await client.until(() => stream.receivedBytes === 1)
    const targets = [...stage.echo.connections].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    await stage.harness.gateway.close()
    expect(await client.closedOutput()).toBe('')
    await client.until(() => client.closes.length === 1)
    expect(client.closes).toEqual([{ code: 1000, reason: '' }])
    await Promise.all(targets)
    expect(stage.harness.gateway.activeSessions()).toEqual([])
  })
})

describe('the way to the client', () => {
  it('delays both directions', async () => {
    const client = await connected(behaving({ delayMs: 40 }))
    const stream = client.openStream(3)
    const start = performance.now()
    client.push(3, Buffer.from('x'))
    await client.until(() => stream.receivedBytes === 1)
    expect(performance.now() - start).toBeGreaterThanOrEqual(79)
  })

  it('cuts messages into WebSocket fragments when told', async () => {
    const client = await connected(behaving({ fragmentBytes: 100 }))
    const stream = client.openStream(3)
    client.push(3, Buffer.alloc(3000, 'f'))
    await client.until(() => stream.receivedBytes === 3000)
    expect(client.ordered.every((frame) => frame.digestMatches)).toBe(true)
  })
})

/** Faults for stream data and acknowledgements of either direction, by their count from the sixth on. */
function vary(choose: (index: number) => 'deliver' | 'drop' | 'swap') {
  return ({ index }: { readonly index: number }) => (index < 6 ? ('deliver' as const) : choose(index))
}
