import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type AgentBehaviour, malformedMessages } from '#sandbox/gateway/index.ts'
import { behaving, echoes, stageForEach } from './gateway-harness.ts'
import { RawClient } from './raw-client.ts'

const HANDSHAKE_REQUEST = 5
const HANDSHAKE_RESPONSE = 6
const HANDSHAKE_COMPLETE = 7

const stage = stageForEach()

const connected = (behaviour: Partial<AgentBehaviour>) => stage.harness.join(behaving(behaviour))
const forwarding = (behaviour: Partial<AgentBehaviour>) => stage.harness.forward(behaving(behaviour))

describe('messages that no client can use', () => {
  it.each([
    ['empty', 0],
    ['short', 119],
    ['header-beyond-frame', 142],
    ['no-header', 142],
    ['no-type', 142],
    ['no-date', 142],
    ['wrong-digest', 142],
    ['bad-acknowledgement', 134],
    ['text', 'this is no message'.length],
  ] as const)('come when the channel opens: %s', async (message, bytes) => {
    const { client } = await forwarding({ malformed: [message] })
    expect(client.unusable.map((data) => data.length)).toEqual([bytes])
    await echoes(client, 3, 'and on')
    expect(client.unusable).toHaveLength(1)
  })

  it('come as often as a test asks, and each time the channel opens', async () => {
    const { client, sessionId } = await forwarding({ malformed: ['text', 'short'] })
    expect(stage.harness.gateway.sendMalformed(sessionId, 'no-date')).toBe(true)
    await client.until(() => client.unusable.length === 3)
    stage.harness.gateway.drop(sessionId, 1000)
    await client.until(() => client.closes.length === 1)
    expect(stage.harness.gateway.sendMalformed(sessionId, 'no-date')).toBe(false)
    await client.reconnect(stage.harness.resume(sessionId))
    await client.until(() => client.unusable.length === 5)
    await echoes(client, 3, 'and on')
    expect(stage.harness.gateway.sendMalformed('dev-nobody', 'no-date')).toBe(false)
  })

  it('are of unknown types, from the past and from the future', async () => {
    const malformed = ['unknown-type', 'from-the-past', 'from-the-future'] as const
    const { client, sessionId } = await forwarding({})
    const next = client.ordered.length
    for (const message of malformed) stage.harness.gateway.sendMalformed(sessionId, message)
    await client.until(() => client.copiesOf(next + 1_000_000) === 1)
    expect(client.frames.map(({ type }) => type)).toContain('interactive_dance')
    expect(client.copiesOf(-1)).toBe(1)
    await echoes(client, 3, 'and on')
  })

  it('are in the stream: an unknown payload type that counts, and a damaged copy that comes again', async () => {
    const { client } = await forwarding({ malformed: ['unknown-payload-type', 'corrupted'] })
    expect(client.unusable).toHaveLength(1)
    expect(client.ordered.map(({ payloadType }) => payloadType)).toEqual([HANDSHAKE_REQUEST, 99, HANDSHAKE_COMPLETE])
    await echoes(client, 3, 'and on')
  })

  it('are all selectable', async () => {
    const { client, sessionId } = await connected({ handshake: 'withheld' })
    await client.until(() => client.frames.length === 1)
    const sent = malformedMessages.map((message) => stage.harness.gateway.sendMalformed(sessionId, message))
    expect(sent).toEqual(malformedMessages.map(() => true))
    // One of them, `corrupted`, spoils another, `unknown-payload-type`, which then comes twice.
    const arrived = (): number => client.unusable.length + client.frames.length - 1
    await client.until(() => arrived() >= malformedMessages.length)
    expect(client.copiesOf(0)).toBe(1)
  })
})

describe('handshakes', () => {
  it('never come', async () => {
    const { client, sessionId } = await connected({ handshake: 'withheld', handshakeTimeoutMs: 1 })
    await client.until(() => client.frames.length > 0)
    await client.ping()
    await client.ping()
    expect(client.frames.map(({ type }) => type)).toEqual(['start_publication'])
    expect(stage.harness.gateway.activeSessions()).toEqual([sessionId])
  })

  it('never end, and what is sent meanwhile is acknowledged and lost', async () => {
    const { client } = await connected({ handshake: 'incomplete' })
    await client.until(() => client.handshakeRequest !== undefined)
    const action = { ActionType: 'SessionType', ActionStatus: 1, ActionResult: null, Error: '' }
    const response = { ClientVersion: '1.2.677.0', ProcessedClientActions: [action], Errors: null }
    client.send(HANDSHAKE_RESPONSE, JSON.stringify(response))
    client.openStream(3)
    client.push(3, Buffer.from('lost'))
    await client.until(() => client.unacked === 0)
    expect(client.ordered).toHaveLength(1)
    expect(client.streams.get(3)?.receivedBytes).toBe(0)
  })

  it('begin with half a request', async () => {
    const { client } = await connected({ handshake: 'bad-json', handshakeTimeoutMs: 500 })
    await client.until(() => client.handshakeRequest !== undefined)
    const text = client.handshakeRequest?.payload.toString() ?? ''
    expect(text).toMatch(/^\{"AgentVersion"/)
    expect(() => JSON.parse(text)).toThrow('JSON')
    expect(await client.closedOutput()).toContain('Handshake timed out.')
  })

  it('ask for what no client can do, and fail with the client’s answer', async () => {
    const { client } = await connected({ handshake: 'unknown-action' })
    await client.until(() => client.handshakeRequest !== undefined)
    const request = JSON.parse(client.handshakeRequest?.payload.toString() ?? '')
    const actions = request.RequestedClientActions.map(({ ActionType }: { ActionType: string }) => ({
      ActionType,
      ActionStatus: ActionType === 'SessionType' ? 1 : 3,
      ActionResult: null,
      Error: ActionType === 'SessionType' ? '' : 'what is that?',
    }))
    const response = { ClientVersion: '1.2.677.0', ProcessedClientActions: actions, Errors: null }
    client.send(HANDSHAKE_RESPONSE, JSON.stringify(response))
    expect(await client.closedOutput()).toContain('Unheard-of failed on client with status 3 error: what is that?')
  })
})

describe('an agent that is away', () => {
  it('gets nothing, says nothing, and goes on where it was', async () => {
    const { client, sessionId } = await forwarding({})
    const stream = client.openStream(3)
    client.push(3, Buffer.from('one '))
    await client.until(() => stream.receivedBytes === 4 && client.unacked === 0)
    const says = (type: string): number => client.frames.filter((frame) => frame.type === type).length
    const started = says('start_publication')
    expect(stage.harness.gateway.publication(sessionId, 'pause')).toBe(true)
    const next = client.ordered.length
    stage.harness.gateway.sendMalformed(sessionId, 'unknown-payload-type')
    client.push(3, Buffer.from('two '))
    client.push(3, Buffer.from('three'))
    for (const connection of stage.echo.connections) connection.write('unasked ')
    await client.until(() => says('pause_publication') === 2)
    expect([client.unacked, stream.receivedBytes, client.copiesOf(next)]).toEqual([2, 4, 0])
    expect(stage.harness.gateway.publication(sessionId, 'start')).toBe(true)
    await client.until(() => says('start_publication') === started + 1)
    client.resend()
    await client.until(() => stream.receivedBytes === 'one unasked two three'.length)
    expect(Buffer.concat(stream.received).toString()).toBe('one unasked two three')
    expect(client.copiesOf(next)).toBe(1)
    expect(stage.harness.gateway.publication('dev-nobody', 'pause')).toBe(false)
  })
})

describe('a channel that closes early', () => {
  it.each([1, 2, 3])('after message %i, once', async (byeAfterMessages) => {
    const { client, sessionId } = await connected({ byeAfterMessages, startPublication: 'omitted' })
    const shaken = client.handshake()
    await client.until(() => client.closes.length === 1)
    expect(client.closes).toEqual([{ code: 1000, reason: 'Bye' }])
    expect(client.frames).toHaveLength(byeAfterMessages)
    await client.reconnect(stage.harness.resume(sessionId))
    client.resend()
    await shaken
    await echoes(client, 3, 'and on')
    expect(client.closes).toHaveLength(1)
  })
})

describe('a session that is resumed', () => {
  it('has a new address, and none at the old one', async () => {
    const { client, sessionId, streamUrl } = await forwarding({ resume: 'new-address' })
    const grant = stage.harness.resume(sessionId)
    expect(grant.streamUrl).not.toBe(streamUrl)
    await expect(stage.harness.use(new RawClient()).connect({ ...grant, streamUrl })).rejects.toThrow('400')
    await client.reconnect(grant)
    await echoes(client, 3, 'moved')
  })

  it('has an address that the client has to remember, or no token', async () => {
    const { client, sessionId, streamUrl } = await forwarding({ resume: 'without-address' })
    const grant = stage.harness.gateway.resume(sessionId)
    expect(grant).toMatchObject({ streamUrl: '' })
    await client.reconnect({ tokenValue: grant?.tokenValue ?? '', streamUrl })
    await echoes(client, 3, 'remembered')
    const other = await forwarding({ resume: 'without-token' })
    expect(stage.harness.gateway.resume(other.sessionId)).toBeNull()
    expect(stage.harness.gateway.activeSessions()).toContain(other.sessionId)
  })
})

describe('a noisy network', () => {
  it('loses, doubles and swaps messages, and no byte in the end', async () => {
    const noise = { drop: 0.1, duplicate: 0.1, reorder: 0.1, loseAcknowledgements: 0.2, after: 4, seed: 7 }
    const { client } = await forwarding({ noise, payloadBytes: 256 })
    const stream = client.openStream(3)
    const bytes = randomBytes(8_000)
    client.push(3, bytes)
    await expect
      .poll(
        () => {
          client.resend()
          return stream.receivedBytes
        },
        { interval: 20, timeout: 30_000 },
      )
      .toBe(bytes.length)
    expect(Buffer.concat(stream.received).equals(bytes)).toBe(true)
    const copies = client.ordered.map(({ sequence }) => client.copiesOf(sequence))
    expect(Math.max(...copies)).toBeGreaterThan(1)
  })
})
