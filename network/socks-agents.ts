import { once } from 'node:events'
import { Agent as HttpAgent, type AgentOptions } from 'node:http'
import { Agent as HttpsAgent, type AgentOptions as TlsAgentOptions } from 'node:https'
import { connect, isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { SocksClient } from 'socks'
import type { ProxyAddress } from '#contract/network.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { RouteError } from './route-error.ts'

/** A SOCKS proxy, and what ends a conversation with it that has not led to a connection yet. */
export interface SocksWay {
  readonly proxy: ProxyAddress
  readonly signal?: AbortSignal
}

/** What Node hands an agent: who is to be reached. */
interface Wanted {
  readonly host?: string | null | undefined
  readonly port?: number | string | null | undefined
  readonly servername?: string | undefined
}

type Done = ((error: Error | null, stream: Duplex) => void) | undefined

/** As long as a whole request may take (ms): who asks has a shorter limit of its own in most cases. */
const conversationMs = 20_000

/** For `http:` and `ws:` through a SOCKS proxy. */
export class SocksAgent extends HttpAgent {
  readonly #way: SocksWay

  constructor(options: AgentOptions, way: SocksWay) {
    super(options)
    this.#way = way
  }

  override createConnection(options: Wanted, done: Done): undefined {
    void answer(throughSocks(this.#way, options), done)
  }
}

/** For `https:` and `wss:` through a SOCKS proxy; TLS is spoken with the host behind it. */
export class SocksTlsAgent extends HttpsAgent {
  readonly #way: SocksWay

  constructor(options: TlsAgentOptions, way: SocksWay) {
    super(options)
    this.#way = way
  }

  override createConnection(options: Wanted & ConnectionOptions, done: Done): undefined {
    void answer(tlsThroughSocks(this.#way, options), done)
  }
}

async function answer(opening: Promise<Duplex>, done: Done): Promise<void> {
  let stream: Duplex
  try {
    stream = await opening
  } catch (error) {
    // Node's types ask for a stream beside the error; there is none.
    if (done !== undefined) Reflect.apply(done, null, [error])
    return
  }
  done?.(null, stream)
}

async function tlsThroughSocks(way: SocksWay, options: Wanted & ConnectionOptions): Promise<Duplex> {
  const socket = await throughSocks(way, options)
  const { host, servername = host ?? '' } = options
  return connectTls({ ...options, ...(isIP(servername) === 0 ? { servername } : {}), socket })
}

/** The host's name goes to the proxy as it is: there it can be resolved, here perhaps not. */
export async function throughSocks({ proxy, signal }: SocksWay, { host, port }: Wanted): Promise<Socket> {
  const { scheme, credentials } = proxy
  const socket = connect({ host: proxy.host, port: proxy.port, ...(signal === undefined ? {} : { signal }) })
  try {
    await once(socket, 'connect')
    await SocksClient.createConnection({
      command: 'connect',
      existing_socket: socket,
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: scheme === 'socks4' ? 4 : 5,
        ...(credentials === null ? {} : { userId: credentials.user, password: credentials.password }),
      },
      destination: { host: host ?? 'localhost', port: Number(port) },
      timeout: conversationMs,
    })
    return socket
  } catch (error) {
    socket.destroy()
    // The library's own error carries the name and the password that it was given.
    throw refusal(error instanceof Error ? error : new Error('The proxy did not answer'))
  }
}

/** Connection errors stay what they are: whoever asked knows them by their codes. */
function refusal(error: Error): Error {
  if ('code' in error || error.name === 'AbortError') return error
  if (/authentication/i.test(error.message)) return new RouteError(problemOf('PROXY_SIGN_IN', { schemes: [] }))
  return new RouteError(problemOf('PROXY_REFUSED', { said: error.message.slice(0, 200) }))
}
