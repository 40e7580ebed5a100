import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { Lane } from '#sandbox/gateway/link/lane.ts'
import { measureEcho, type EchoTimes } from '../engine/measure.ts'
import { openClient } from '../tunnel/bench-relay.ts'

/** What an echo takes over a plain connection whose pieces the sandbox's gateway would delay by so much (ms) each way. */
export async function measureDelayedEcho(echoPort: number, delayMs: number, count: number): Promise<EchoTimes> {
  const sockets: Socket[] = []
  const server = createServer({ noDelay: true }, (client) => {
    const far = connect({ host: '127.0.0.1', port: echoPort, noDelay: true })
    sockets.push(client, far)
    delayed(client, far, delayMs)
    delayed(far, client, delayMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await measureEcho(() => openClient((server.address() as AddressInfo).port), count, 3)
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
}

function delayed(from: Socket, to: Socket, delayMs: number): void {
  const deliver = (frame: Buffer): void => void to.write(frame)
  const lane = new Lane({ direction: 'to-agent', delayMs, tamper: null, deliver })
  from.on('data', (piece: Buffer) => lane.send(piece))
  from.on('error', () => {})
  from.once('close', () => lane.dispose())
}
