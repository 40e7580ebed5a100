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
import type { Grant, RawClient } from './raw-client.ts'

/** Fast where the real constants would only make a test slow. */
export const fast: Partial<AgentBehaviour> = { sleepMs: 0, firstOutputMs: 0, completionMs: 0 }

export interface Harness {
  readonly gateway: Gateway
  readonly ends: GatewaySessionEnd[]
  /** Where every dial ends; may be changed while sessions live. */
  target: DialTarget
  readonly dialled: string[]
  portSession(changes?: Partial<GatewaySessionRequest>): Grant & { readonly sessionId: string }
  session(sessionType: string, changes?: Partial<GatewaySessionRequest>): Grant & { readonly sessionId: string }
  /** Closes a client and the gateway at the test's end. */
  use<Client extends RawClient>(client: Client): Client
  close(): Promise<void>
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
