import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import {
  type AgentBehaviour,
  createGateway,
  type DialTarget,
  type Gateway,
  type GatewayOptions,
} from '#sandbox/gateway/index.ts'
import { serve, type TestServer } from '#test/support/tcp.ts'

/** What a session is to be like; the rest is usual. */
export interface SessionWishes {
  readonly sessionType?: string
  readonly properties?: Readonly<Record<string, string>>
  readonly behaviour?: Partial<AgentBehaviour>
}

/** An upgrade that the gateway was asked for. */
export type Upgrade = Parameters<GatewayOptions['authorizeUpgrade']>[0]

/** A started session, before any engine. */
export interface StartedSession {
  readonly sessionId: string
  readonly tokenValue: string
  readonly streamUrl: string
  /** What StartSession was asked for, beside the target. */
  readonly asked?: object
}

interface Heard {
  readonly calls: string[]
  readonly upgrades: Upgrade[]
  readonly events: string[]
}

export const targetId = 'i-0123456789abcdef0'
export const region = 'eu-west-1'
/** An agent that does not sleep: these tests are about correctness. */
const quick: Partial<AgentBehaviour> = { sleepMs: 0, firstOutputMs: 0, terminalMs: 0, completionMs: 100 }

/** A gateway with agents, the SSM calls that a running session makes, and endpoints behind the agents. */
export class SessionWorld {
  readonly gateway: Gateway
  readonly ssmEndpoint: string
  /** `ResumeSession ID`, `TerminateSession ID`, as they came. */
  readonly calls: readonly string[]
  /** Every upgrade, as it came. */
  readonly upgrades: readonly Upgrade[]
  /** What the gateway told, such as `gateway.channel-opened`. */
  readonly events: readonly string[]
  /** Where every dial ends. */
  target: DialTarget = { kind: 'refused' }
  /** Where stream URLs point instead of the gateway itself. */
  pathUrl: string | null = null
  /** Whether sessions can be resumed. */
  resumable = true
  readonly #api: Server
  readonly #servers: TestServer[] = []

  private constructor(gateway: Gateway, api: Server, heard: Heard) {
    this.gateway = gateway
    this.#api = api
    this.ssmEndpoint = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
    this.calls = heard.calls
    this.upgrades = heard.upgrades
    this.events = heard.events
  }

  static async start(): Promise<SessionWorld> {
    const holder: { world?: SessionWorld } = {}
    const heard: Heard = { calls: [], upgrades: [], events: [] }
    const gateway = await createGateway({
      port: 0,
      dial: () => holder.world?.target ?? { kind: 'refused' },
      authorizeUpgrade: (upgrade) => heard.upgrades.push(upgrade) > 0,
      behaviour: quick,
      log: (event) => void heard.events.push(event),
    })
    const api = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        const { SessionId } = JSON.parse(body) as { readonly SessionId: string }
        const action = String(request.headers['x-amz-target']).replace('AmazonSSM.', '')
        heard.calls.push(`${action} ${SessionId}`)
        const answer = { SessionId, ...holder.world?.answerTo(action, SessionId) }
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer))
      })
    })
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
    holder.world = new SessionWorld(gateway, api, heard)
    return holder.world
  }

  /** Makes every dial end at a server that runs `handle` for each connection. */
  async serve(handle: (socket: Socket) => void): Promise<TestServer> {
    const server = await serve(handle)
    this.#servers.push(server)
    this.target = { kind: 'tcp', host: '127.0.0.1', port: server.port }
    return server
  }

  start(wishes: SessionWishes = {}): StartedSession {
    const sessionId = `test-${randomUUID()}`
    const { properties = { portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding' } } = wishes
    const opened = this.gateway.open({
      sessionId,
      targetId,
      region,
      sessionType: wishes.sessionType ?? 'Port',
      properties,
      agentVersion: '3.3.987.0',
      ...(wishes.behaviour === undefined ? {} : { behaviour: wishes.behaviour }),
    })
    return {
      sessionId,
      ...opened,
      streamUrl: this.#through(opened.streamUrl),
      asked: askedFor(wishes.sessionType ?? 'Port', properties),
    }
  }

  isActive(sessionId: string): boolean {
    return this.gateway.activeSessions().includes(sessionId)
  }

  async close(): Promise<void> {
    await this.gateway.close()
    for (const server of this.#servers) await server.close()
    await new Promise((resolve) => {
      this.#api.close(resolve)
      this.#api.closeAllConnections()
    })
  }

  answerTo(action: string, sessionId: string): object {
    if (action === 'TerminateSession') this.gateway.terminate(sessionId)
    const opened = action === 'ResumeSession' && this.resumable ? this.gateway.resume(sessionId) : null
    return opened === null ? {} : { TokenValue: opened.tokenValue, StreamUrl: this.#through(opened.streamUrl) }
  }

  #through(streamUrl: string): string {
    return streamUrl.replace(this.gateway.url, this.pathUrl ?? this.gateway.url)
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

/** As a person asks for a forwarded port; other sessions are told by their target alone. */
function askedFor(sessionType: string, properties: Readonly<Record<string, string>>): object {
  const { portNumber = '', localPortNumber = '', type } = properties
  if (sessionType !== 'Port' || type !== 'LocalPortForwarding') return {}
  const Parameters = { portNumber: [portNumber], localPortNumber: [localPortNumber] }
  return { DocumentName: 'AWS-StartPortForwardingSession', Parameters }
}
