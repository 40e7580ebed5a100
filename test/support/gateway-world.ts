import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChannelPass, SessionGrant } from '#contract/relay.ts'
import { createGateway, type AgentBehaviour, type Gateway } from '#sandbox/gateway/index.ts'
import { direct } from './direct-route.ts'

/** A message gateway with agents, and the one API call that the official plugin makes by itself. */
export interface GatewayWorld {
  readonly gateway: Gateway
  /** Where the plugin sends ResumeSession. */
  readonly ssmEndpoint: string
  /** Access keys that ResumeSession was signed with. */
  readonly resumedBy: readonly string[]
  /** Sessions whose channel a client has opened, once for each time. */
  readonly opened: readonly string[]
  /** Starts a session to `host:port` as the agent sees it; names other than `endpoint` fail in their own ways. */
  grant(
    engine: SessionGrant['engine'],
    host?: string,
    behaviour?: (sessionId: string) => Partial<AgentBehaviour>,
  ): SessionGrant
  pass(sessionId: string): ChannelPass | null
  /** From now on no session can be resumed, as after an expired idle time. */
  refuseResume(): void
  close(): Promise<void>
}

const region = 'eu-west-1'
const targetId = 'i-0123456789abcdef0'
let sessions = 0

/** Agents that reach the given port by any name, except `refused`, `unknown` and `silent`. */
export async function createGatewayWorld(endpointPort: () => number): Promise<GatewayWorld> {
  const opened: string[] = []
  const gateway = await createGateway({
    port: 0,
    dial: (_, host) => {
      if (host === 'refused.local') return { kind: 'refused' }
      if (host === 'unknown.local') return { kind: 'unknown-host' }
      if (host === 'silent.local') return { kind: 'silent' }
      return { kind: 'tcp', host: '127.0.0.1', port: endpointPort() }
    },
    authorizeUpgrade: () => true,
    log: (event, fields) => void (event === 'gateway.channel-opened' && opened.push(String(fields?.['sessionId']))),
  })
  const resumedBy: string[] = []
  let resume: Gateway['resume'] = (sessionId) => gateway.resume(sessionId)
  const api = await startResumeApi((sessionId) => resume(sessionId), resumedBy)
  return {
    gateway,
    ssmEndpoint: `http://127.0.0.1:${(api.address() as AddressInfo).port}`,
    resumedBy,
    opened,
    grant: (engine, host = 'orders.local', behaviour = () => ({})) => {
      sessions += 1
      // Fresh for every run: the plugin names its helper socket after it.
      const sessionId = `ada-${process.pid.toString(16)}${Date.now().toString(16)}${sessions}`
      const properties = { host, portNumber: '5432', localPortNumber: '0', type: 'LocalPortForwarding' }
      const granted = gateway.open({
        sessionId,
        targetId,
        region,
        sessionType: 'Port',
        properties,
        agentVersion: '3.3.987.0',
        behaviour: behaviour(sessionId),
      })
      return {
        sessionId,
        targetId,
        region,
        purpose: { for: 'forward', endpoint: { host, port: 5432 } },
        pass: { ...granted, upgradeHeaders: {}, network: direct },
        engine,
      }
    },
    pass: (sessionId) => {
      const opened = resume(sessionId)
      return opened === null ? null : { ...opened, upgradeHeaders: {}, network: direct }
    },
    refuseResume: () => {
      resume = () => null
    },
    close: async () => {
      await gateway.close()
      await new Promise((resolve) => {
        api.close(resolve)
        api.closeAllConnections()
      })
    },
  }
}

/** ResumeSession and nothing else, as far as the plugin looks. */
async function startResumeApi(resume: Gateway['resume'], resumedBy: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    const body: Buffer[] = []
    request.on('data', (chunk: Buffer) => body.push(chunk))
    request.on('end', () => {
      const key = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
      const { SessionId } = JSON.parse(Buffer.concat(body).toString()) as { readonly SessionId: string }
      const isResume = request.headers['x-amz-target'] === 'AmazonSSM.ResumeSession'
      if (isResume) resumedBy.push(key ?? 'nobody')
      const opened = isResume ? resume(SessionId) : null
      const answer =
        opened === null ? { SessionId } : { SessionId, TokenValue: opened.tokenValue, StreamUrl: opened.streamUrl }
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
