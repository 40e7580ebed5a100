import { type Agent, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { proxyAgentFor } from '#relay/engine/builtin/proxy.ts'
import { trustedCertificates } from './trust.ts'

/** The way out: through the user's proxy, with the user's certificates. */
export interface Network {
  /** For the data channel's address; undefined to connect as usual. */
  agentFor(url: string): Agent | undefined
  /** What the SDK takes for a request handler, loaded when it is first asked for. */
  requestHandler(): Promise<RequestHandler>
}

type NodeHttpHandler = import('@smithy/node-http-handler').NodeHttpHandler
type RequestHandler = Pick<
  NodeHttpHandler,
  'handle' | 'metadata' | 'updateHttpClientConfig' | 'httpHandlerConfigs' | 'destroy'
>

const limits = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true }

export function createNetwork(environment: Readonly<Record<string, string | undefined>>): Network {
  const certificates = trustedCertificates(environment)
  const trust = certificates === null ? {} : { ca: certificates }

  const agentFor = (url: string): Agent | undefined => {
    const proxied = proxyAgentFor(url, environment, trust)
    if (proxied !== undefined || certificates === null || !url.startsWith('wss:')) return proxied
    return new HttpsAgent(trust)
  }

  const requestHandler = async (): Promise<RequestHandler> => {
    const { NodeHttpHandler } = await import('@smithy/node-http-handler')
    const handlers = new Map<string, NodeHttpHandler>()
    const handlerOf = (protocol: string, host: string): NodeHttpHandler => {
      const known = handlers.get(`${protocol}${host}`)
      if (known !== undefined) return known
      const made = new NodeHttpHandler({ ...limits, ...agentsFor(protocol, host) })
      handlers.set(`${protocol}${host}`, made)
      return made
    }
    const agentsFor = (protocol: string, host: string): object => {
      const agent = agentFor(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}`)
      if (agent === undefined) return { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() }
      return protocol === 'https:' ? { httpsAgent: agent } : { httpAgent: agent }
    }
    return {
      handle: (request, options) => handlerOf(request.protocol, request.hostname).handle(request, options),
      metadata: { handlerProtocol: 'http/1.1' },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      // The clients come and go; their connections close with the program.
      destroy: () => undefined,
    }
  }

  return { agentFor, requestHandler }
}
