import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer as createWebServer, type Server } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'

/** Listeners on loopback that a page which has got out would be heard at. */
export interface NetworkListeners {
  readonly http: string
  readonly tcpPort: number
  readonly udpPort: number
  /** What came, by where. */
  heard(): Readonly<Record<'http' | 'tcp' | 'udp', number>>
  close(): Promise<void>
}

/** Opens one of each; the web server lets every origin read it. */
export async function openNetworkListeners(): Promise<NetworkListeners> {
  const heard = { http: 0, tcp: 0, udp: 0 }
  const web = createWebServer((_request, response) => {
    heard.http += 1
    response.setHeader('access-control-allow-origin', '*').end('hello')
  })
  const tcp = createServer((socket) => {
    heard.tcp += 1
    socket.destroy()
  })
  const udp = createSocket('udp4')
  udp.on('message', () => (heard.udp += 1))
  const [webPort, tcpPort] = await Promise.all([web, tcp].map(listen))
  udp.bind(0, '127.0.0.1')
  await once(udp, 'listening')
  return {
    http: `http://127.0.0.1:${webPort}/`,
    tcpPort: tcpPort ?? 0,
    udpPort: udp.address().port,
    heard: () => ({ ...heard }),
    async close() {
      udp.close()
      for (const server of [web, tcp]) await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function listen(server: Server | ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
