import { randomUUID } from 'node:crypto'
import {
  createGateway,
  type AgentBehaviour,
  type DialTarget,
  type Gateway,
  type GatewayOptions,
  type GatewaySessionEnd,
  type GatewaySessionRequest,
} from '#sandbox/gateway/index.ts'
import { afterEach, beforeEach, expect } from 'vitest'
import { listenEcho, type TestServer } from './echo-server.ts'
import type { Grant, RawClient } from './raw-client.ts'
import { RawPortClient } from './raw-port-client.ts'

/** Fast where the real constants would only make a test slow. */
export const fast: Partial<AgentBehaviour> = { sleepMs: 0, firstOutputMs: 0, terminalMs: 0, completionMs: 0 }

export interface Harness {
  readonly gateway: Gateway
  readonly ends: GatewaySessionEnd[]
  /** Where every dial ends; may be changed while sessions live. */
  target: DialTarget
  readonly dialled: string[]
  portSession(changes?: Partial<GatewaySessionRequest>): Grant & { readonly sessionId: string }
  session(sessionType: string, changes?: Partial<GatewaySessionRequest>): Grant & { readonly sessionId: string }
  /** A new token, and the address to use it at; throws when the session is over. */
  resume(sessionId: string): Grant
  /** Closes a client and the gateway at the test's end. */
  use<Client extends RawClient>(client: Client): Client
  /** Opens the channel of a new port session. */
  join(changes?: Partial<GatewaySessionRequest>): Promise<JoinedClient>
  /** The same, with the handshake done. */
  forward(changes?: Partial<GatewaySessionRequest>, clientVersion?: string): Promise<JoinedClient>
  close(): Promise<void>
}

/** A client and the session it is in. */
export interface JoinedClient {
  readonly client: RawPortClient
  readonly sessionId: string
  readonly streamUrl: string
}

/** A gateway for one test, and the server where its agents' dials end. */
export interface Stage {
  readonly harness: Harness
  readonly echo: TestServer
}

/** Sets a stage before each test of the file, and clears it afterwards. */
export function stageForEach(options: Partial<GatewayOptions> = {}): Stage {
  let set: Stage | null = null
  const stage = (): Stage => {
    if (set === null) throw new Error('The stage is set for tests only')
    return set
  }
  beforeEach(async () => {
    const [harness, echo] = await Promise.all([createHarness(options), listenEcho()])
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: echo.port }
    set = { harness, echo }
  })
  afterEach(async () => {
    const { harness, echo } = stage()
    await harness.close()
    await echo.close()
    set = null
  })
  return {
    get harness() {
      return stage().harness
    },
    get echo() {
      return stage().echo
    },
  }
}

/** Behaviour for one session: fast, but for these changes. */
export const behaving = (behaviour: Partial<AgentBehaviour>): Pick<GatewaySessionRequest, 'behaviour'> => ({
  behaviour: { ...fast, ...behaviour },
})

/** Sends a text on a new stream and waits for it to come back. */
export async function echoes(client: RawPortClient, id: number, text: string): Promise<void> {
  const stream = client.openStream(id)
  client.push(id, Buffer.from(text))
  await client.until(() => stream.receivedBytes === text.length)
  expect(Buffer.concat(stream.received).toString()).toBe(text)
}

/** What the agent said in the clear so far. */
export function textOf(client: RawClient, payloadType = 1): string {
  const frames = client.ordered.filter((frame) => frame.payloadType === payloadType)
  return Buffer.concat(frames.map((frame) => frame.payload)).toString()
}

export async function createHarness(options: Partial<GatewayOptions> = {}): Promise<Harness> {
  const clients: RawClient[] = []
  const gateway = await createGateway({
    port: 0,
    dial: (targetId, host, port) => {
      harness.dialled.push(`${targetId} ${host}:${port}`)
      return harness.target
    },
    authorizeUpgrade: () => true,
    behaviour: fast,
    log: () => undefined,
    ...options,
  })
  const harness: Harness = {
    gateway,
    ends: [],
    target: { kind: 'refused' },
    dialled: [],
    portSession: (changes) => {
      const properties = { portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding' }
      return harness.session('Port', { properties, ...changes })
    },
    session: (sessionType, changes) => {
      const request: GatewaySessionRequest = {
        sessionId: `dev-${randomUUID()}`,
        targetId: 'i-0123456789abcdef0',
        region: 'eu-west-1',
        sessionType,
        properties: {},
        agentVersion: '3.3.987.0',
        ...changes,
      }
      return { sessionId: request.sessionId, ...gateway.open(request) }
    },
    resume: (sessionId) => {
      const grant = gateway.resume(sessionId)
      if (grant === null) throw new Error('The session should be alive')
      return grant
    },
    join: async (changes) => {
      const client = harness.use(new RawPortClient())
      const grant = harness.portSession(changes)
      await client.connect(grant)
      return { client, sessionId: grant.sessionId, streamUrl: grant.streamUrl }
    },
    forward: async (changes, clientVersion) => {
      const joined = await harness.join(changes)
      await joined.client.handshake(clientVersion)
      return joined
    },
    use: (client) => {
      clients.push(client)
      return client
    },
    close: async () => {
      for (const client of clients) client.disconnect()
      await gateway.close()
    },
  }
  gateway.onEnded((end) => harness.ends.push(end))
  return harness
}
