import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { openSocket, type SocketListener } from '#relay/engine/builtin/channel-socket.ts'
import { direct } from '#test/support/direct-route.ts'

const limits = { openTimeoutMs: 5_000, closeTimeoutMs: 1_000 }
const signed = { authorization: 'AWS4-HMAC-SHA256 secret', 'x-amz-security-token': 'secret' }
const longestFrame = 4_194_304

/** A service whose answers to an upgrade the test chooses. */
let service: Server
const wires = new Set<Duplex>()
let asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[]
let greet: (socket: WebSocket) => void
let redirectTo: string | null

beforeEach(async () => {
  asked = []
  greet = () => {}
  redirectTo = null
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: true })
  service = createServer()
  service.on('upgrade', (request, wire, head) => {
    wires.add(wire)
    asked.push({ url: request.url ?? '', headers: request.headers })
    if (redirectTo !== null && request.url === '/first')
      return wire.end(`HTTP/1.1 302 Found\r\nLocation: ${redirectTo}\r\nContent-Length: 0\r\n\r\n`)
    return sockets.handleUpgrade(request, wire, head, (socket) => greet(socket))
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  for (const wire of wires) wire.destroy()
  wires.clear()
  service.closeAllConnections()
  await new Promise((resolve) => service.close(resolve))
})

const address = (path: string): string => `ws://127.0.0.1:${(service.address() as AddressInfo).port}${path}`

function open(listener: Partial<SocketListener> = {}) {
  const nothing = { opened() {}, message() {}, drained() {}, pong() {}, closed() {} }
  const pass = { tokenValue: 'token', streamUrl: address('/first'), upgradeHeaders: signed, network: direct }
  return openSocket(pass, { ...nothing, ...listener }, limits, new AbortController().signal)
}

describe("a channel's upgrade", () => {
  it('carries the signature, and offers no compression', async () => {
    const opened = await open()
    expect(opened.ok).toBe(true)
    if (opened.ok) opened.value.destroy()
    expect(asked).toEqual([{ url: '/first', headers: expect.objectContaining(signed) as unknown }])
    expect(asked[0]?.headers).not.toHaveProperty('sec-websocket-extensions')
  })

  it('follows no redirect: the signature and the token go where they were meant to go, or nowhere', async () => {
    redirectTo = address('/elsewhere')
    expect(await open()).toMatchObject({ ok: false })
    expect(asked.map(({ url }) => url)).toEqual(['/first'])
  })
})

describe('a message of a channel', () => {
  it.each([
    ['of 4 MiB is taken', longestFrame, longestFrame],
    ['of a byte more ends the channel', longestFrame + 1, 'closed 1009'],
  ] as const)('%s', async (_, bytes, expected) => {
    // What the service is told is the code of the one who closes.
    const outcome = await new Promise((resolve) => {
      greet = (socket) => {
        socket.once('close', (code) => resolve(`closed ${code}`))
        socket.send(Buffer.alloc(bytes))
      }
      void open({ message: (frame) => resolve(frame.length) })
    })
    expect(outcome).toBe(expected)
  })
})
