import { createServer as createHttpServer, type Server as HttpServer, STATUS_CODES } from 'node:http'
import { type AddressInfo, connect, type Server } from 'node:net'
import type { Duplex } from 'node:stream'
import {
  createSecureContext,
  createServer as createTlsServer,
  type SecureContext,
  type Server as TlsServer,
  type TLSSocket,
} from 'node:tls'
import { createAuthority } from './certificates.ts'
import { answerPac, pacPath } from './pac-file.ts'
import type { ProxyLog } from './proxy-log.ts'
import { judge, passwordOf, type ProxyPolicy } from './proxy-policy.ts'
import { openSocksServer } from './socks-server.ts'

/** A network as companies have it: one proxy, which looks into TLS with an authority of its own. */
export interface CorporateNetwork {
  /** `http://127.0.0.1:PORT`, for `HTTPS_PROXY`. */
  readonly proxyUrl: string
  /** `socks5://127.0.0.1:PORT`: the same network by another way. */
  readonly socksUrl: string
  /** `http://127.0.0.1:PORT/proxy.pac`: a script that sends AWS through the proxy, and everything else directly. */
  readonly pacUrl: string
  /** PEM of the authority that clients must trust. */
  readonly certificate: string
  close(): Promise<void>
}

export interface Destinations {
  /** Port of the sandbox's APIs on 127.0.0.1. */
  readonly apiPort: number
  /** Port of the message gateway. */
  readonly gatewayPort: number
}

const apiHost =
  /^((oidc|portal\.sso|ssm|ec2|sts|kms|ecs|ec2-instance-connect)\.[a-z0-9-]+\.amazonaws|sts\.amazonaws|[a-z0-9-]+\.signin\.aws\.amazon)\.com$/
/** An endpoint in somebody's own network has a name of its own. */
const gatewayHost = /^(vpce-[a-z0-9-]+\.)?ssmmessages\.[a-z0-9-]+\.(vpce\.)?amazonaws\.com$/

const portFor = (host: string, destinations: Destinations): number | null => {
  if (apiHost.test(host)) return destinations.apiPort
  return gatewayHost.test(host) ? destinations.gatewayPort : null
}

interface ProxyParts {
  /** Asked for each CONNECT anew. */
  policy(): ProxyPolicy
  readonly log: ProxyLog
}

/** Streams that are open now, so that closing can end them. */
function createStreamSet() {
  const streams = new Set<Duplex>()
  return {
    track<T extends Duplex>(stream: T): T {
      streams.add(stream)
      stream.once('close', () => streams.delete(stream))
      stream.on('error', () => stream.destroy())
      return stream
    },
    destroyAll() {
      for (const stream of streams) stream.destroy()
    },
  }
}

type Track = ReturnType<typeof createStreamSet>['track']

/** Ends the TLS of genuine host names and leads what is inside to the sandbox. */
function createInside(
  destinations: Destinations,
  track: Track,
  contextOf: (host: string) => SecureContext,
  policy: () => ProxyPolicy,
): TlsServer {
  const inside = createTlsServer(
    { SNICallback: (host, done) => done(null, contextOf(host)), ALPNProtocols: ['http/1.1'] },
    (socket) => {
      const port = portFor(nameOf(socket), destinations)
      const isCut = policy().kind === 'no-web-sockets' && gatewayHost.test(nameOf(socket))
      if (isCut) track(socket).once('data', () => socket.destroy())
      else if (port === null) socket.destroy()
      else splice(track(socket), track(connect(port, '127.0.0.1')))
    },
  )
  inside.on('tlsClientError', (_error, socket) => socket.destroy())
  return inside
}

interface Gates {
  readonly parts: ProxyParts
  readonly destinations: Destinations
  readonly track: Track
  insidePort(): number
}

/** The HTTP proxy; it gives out its own script besides. */
function createProxy({ parts, destinations, track, insidePort }: Gates): HttpServer {
  const proxy = createHttpServer((request, response) => {
    if (request.url === pacPath) answerPac(response, parts.policy(), portOf(proxy))
    else response.writeHead(403).end('Only CONNECT is allowed.\n')
  })
  return proxy.on('connect', (request, client, head) => {
    track(client)
    const [host = '', port] = (request.url ?? '').split(':')
    const known = port === '443' && portFor(host, destinations) !== null
    const verdict = judge(parts.policy(), request.headers)
    const status = verdict === 'go-on' ? (known ? 200 : 403) : typeof verdict === 'string' ? 0 : verdict.status
    parts.log.add({ host, status })
    if (status !== 200) return turnAway(client, verdict === 'silent' ? 'silent' : status, parts.policy())
    const tls = track(connect(insidePort(), '127.0.0.1'))
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) tls.write(head)
    splice(client, tls)
  })
}

/** The way in from the SOCKS server. */
function enter({ parts, destinations, track, insidePort }: Gates, host: string, port: number): Duplex | null {
  const isKnown = port === 443 && portFor(host, destinations) !== null
  parts.log.add({ host, status: isKnown ? 200 : 403 })
  return isKnown ? track(connect(insidePort(), '127.0.0.1')) : null
}

/**
 * Answers CONNECT for genuine AWS host names itself, ends their TLS, and leads what is inside to the sandbox. Every
 * other name is refused with 403: nothing leaves this computer.
 */
export async function openCorporateNetwork(destinations: Destinations, parts: ProxyParts): Promise<CorporateNetwork> {
  const authority = createAuthority()
  const stranger = createAuthority()
  const { track, destroyAll } = createStreamSet()
  const contextOf = (host: string): SecureContext => {
    const issuer = parts.policy().kind === 'unknown-authority' ? stranger : authority
    const { certificate, key } = issuer.issue(host)
    return createSecureContext({ cert: certificate, key })
  }
  const inside = createInside(destinations, track, contextOf, parts.policy)
  const gates = { parts, destinations, track, insidePort: () => portOf(inside) }
  const proxy = createProxy(gates)
  const socks = await openSocksServer({
    password: () => passwordOf(parts.policy()),
    open: (host, port) => enter(gates, host, port),
  })
  await Promise.all([listen(inside), listen(proxy)])
  return {
    proxyUrl: `http://127.0.0.1:${portOf(proxy)}`,
    socksUrl: `socks5://127.0.0.1:${socks.port}`,
    pacUrl: `http://127.0.0.1:${portOf(proxy)}${pacPath}`,
    certificate: authority.certificate,
    close: async () => {
      destroyAll()
      proxy.closeAllConnections()
      await Promise.all([
        socks.close(),
        ...[inside, proxy].map((server) => new Promise((resolve) => server.close(resolve))),
      ])
    },
  }
}

/** Refuses with a status, by closing without one (0), or not at all. */
function turnAway(client: Duplex, answer: number | 'silent', policy: ProxyPolicy): void {
  if (answer === 'silent') return
  if (policy.kind === 'garbage') return void client.end('220 mail.harborline.example ESMTP\r\n')
  if (answer === 0) return void client.destroy()
  const challenge = answer === 407 ? challengeOf(policy) : ''
  client.end(
    `HTTP/1.1 ${answer} ${STATUS_CODES[answer] ?? 'Refused'}\r\n${challenge}connection: close\r\ncontent-length: 0\r\n\r\n`,
  )
}

const challengeOf = (policy: ProxyPolicy): string =>
  policy.kind === 'domain-sign-in'
    ? 'proxy-authenticate: Negotiate\r\nproxy-authenticate: NTLM\r\n'
    : 'proxy-authenticate: Basic realm="Harborline"\r\n'

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
