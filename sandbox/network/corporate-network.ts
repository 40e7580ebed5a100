import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import { createSecureContext, createServer as createTlsServer, type TLSSocket } from 'node:tls'
import { createAuthority } from './certificates.ts'

/** A network as companies have it: one proxy, which looks into TLS with an authority of its own. */
export interface CorporateNetwork {
  /** `http://127.0.0.1:PORT`, for `HTTPS_PROXY`. */
  readonly proxyUrl: string
  /** PEM of the authority that clients must trust. */
  readonly certificate: string
  /** Host names that clients asked for and the proxy turned away. */
  refused(): readonly string[]
  close(): Promise<void>
}

export interface Destinations {
  /** Port of the sandbox's APIs on 127.0.0.1. */
  readonly apiPort: number
  /** Port of the message gateway. */
  readonly gatewayPort: number
}

const apiHost = /^((oidc|portal\.sso|ssm|ec2|sts)\.[a-z0-9-]+|sts)\.amazonaws\.com$/
const gatewayHost = /^ssmmessages\.[a-z0-9-]+\.amazonaws\.com$/

const portFor = (host: string, destinations: Destinations): number | null => {
  if (apiHost.test(host)) return destinations.apiPort
  return gatewayHost.test(host) ? destinations.gatewayPort : null
}

/**
 * Answers CONNECT for genuine AWS host names itself, ends their TLS, and leads what is inside to the sandbox. Every
 * other name is refused with 403: nothing leaves this computer.
 */
export async function openCorporateNetwork(destinations: Destinations): Promise<CorporateNetwork> {
  const authority = createAuthority()
  const streams = new Set<Duplex>()
  const refused: string[] = []
  const track = <T extends Duplex>(stream: T): T => {
    streams.add(stream)
    stream.once('close', () => streams.delete(stream))
    stream.on('error', () => stream.destroy())
    return stream
  }
  const contextOf = (host: string) => {
    const { certificate, key } = authority.issue(host)
    return createSecureContext({ cert: certificate, key })
  }
  const inside = createTlsServer(
    { SNICallback: (host, done) => done(null, contextOf(host)), ALPNProtocols: ['http/1.1'] },
    (socket) => {
      const port = portFor(nameOf(socket), destinations)
      if (port === null) socket.destroy()
      else splice(track(socket), track(connect(port, '127.0.0.1')))
    },
  )
  inside.on('tlsClientError', (_error, socket) => socket.destroy())
  const proxy = createHttpServer((_request, response) => response.writeHead(403).end('Only CONNECT is allowed.\n'))
  proxy.on('connect', (request, client, head) => {
    track(client)
    const [host = '', port] = (request.url ?? '').split(':')
    if (port !== '443' || portFor(host, destinations) === null) {
      refused.push(host)
      client.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
      return
    }
    const tls = track(connect(portOf(inside), '127.0.0.1'))
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) tls.write(head)
    splice(client, tls)
  })
  await Promise.all([listen(inside), listen(proxy)])
  return {
    proxyUrl: `http://127.0.0.1:${portOf(proxy)}`,
    certificate: authority.certificate,
    refused: () => [...refused],
    close: async () => {
      for (const stream of streams) stream.destroy()
      proxy.closeAllConnections()
      await Promise.all([inside, proxy].map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

const nameOf = (socket: TLSSocket): string => (typeof socket.servername === 'string' ? socket.servername : '')

function splice(one: Duplex, other: Duplex): void {
  one.pipe(other)
  other.pipe(one)
  one.once('close', () => other.destroy())
  other.once('close', () => one.destroy())
}

const listen = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })

const portOf = (server: Server): number => (server.address() as AddressInfo).port
