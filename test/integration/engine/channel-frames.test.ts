import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { type ChannelSocket, openSocket } from '#relay/engine/builtin/channel-socket.ts'
import { direct } from '#test/support/direct-route.ts'

const limits = { openTimeoutMs: 5_000, closeTimeoutMs: 1_000 }
const nothing = { opened() {}, message() {}, drained() {}, pong() {}, closed() {} }

const hex = (said: Buffer | string): string => Buffer.from(said).toString('hex')

let service: WebSocketServer
let heard: (Buffer | string)[]
let over: Promise<number>

beforeEach(async () => {
  service = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  heard = []
  over = new Promise((resolve) => service.once('connection', (socket) => listen(socket, resolve)))
  await new Promise((resolve) => service.once('listening', resolve))
})
afterEach(async () => {
  for (const socket of service.clients) socket.terminate()
  await new Promise((resolve) => service.close(resolve))
})

function listen(socket: WebSocket, closed: (code: number) => void): void {
  socket.on('message', (data: Buffer, isBinary) => heard.push(isBinary ? data : data.toString()))
  socket.once('close', closed)
}

async function open(): Promise<ChannelSocket> {
  const streamUrl = `ws://127.0.0.1:${(service.address() as AddressInfo).port}/`
  const pass = { tokenValue: 'token', streamUrl, upgradeHeaders: {}, network: direct }
  const opened = await openSocket(pass, nothing, limits, new AbortController().signal)
  if (!opened.ok) throw new Error(JSON.stringify(opened.error))
  return opened.value
}

describe('what is sent in a channel', () => {
  it('arrives as it was sent and in its order, also when there is more than fits into one write', async () => {
    const socket = await open()
    const lengths = [0, 1, 125, 126, 1_144, 65_535, 65_536, 200_000, 1_144, 7, ...Array<number>(300).fill(1_143)]
    const messages = lengths.map((length) => randomBytes(length))
    for (const message of messages) socket.send(message)
    await socket.close(5_000)
    expect(await over).toBe(1_000)
    expect(heard.map(hex)).toEqual(messages.map(hex))
  })

  it('keeps its order beside texts and pings', async () => {
    const socket = await open()
    socket.send(Buffer.from('one'))
    socket.sendText('two')
    socket.send(Buffer.from('three'))
    socket.ping(Buffer.from('between'))
    socket.send(Buffer.from('four'))
    await socket.close(5_000)
    expect(await over).toBe(1_000)
    expect(heard.map(String)).toEqual(['one', 'two', 'three', 'four'])
  })

  it('counts as queued until the system has taken it', async () => {
    const socket = await open()
    socket.send(Buffer.alloc(1_000))
    expect(socket.queuedBytes).toBeGreaterThanOrEqual(1_000)
    await socket.close(5_000)
    expect(socket.queuedBytes).toBe(0)
  })

  it('goes nowhere behind the end', async () => {
    const socket = await open()
    const closed = socket.close(5_000)
    socket.send(Buffer.from('late'))
    await closed
    socket.send(Buffer.from('later'))
    expect(await over).toBe(1_000)
    expect(heard).toEqual([])
  })
})
