import { randomBytes } from 'node:crypto'
import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIPv6 } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { CalledHost, HostTrouble, TriedHost } from '#contract/network-check.ts'
import type { Problem } from '#contract/problem.ts'
import { userAgent } from '#contract/program-version.ts'
import { type Clock, within } from '#domain/clock/clock.ts'
import { agentFor } from '#network/agents.ts'
import { issuerOf } from '#network/issuer.ts'
import { proxyPlace } from '#network/proxy-address.ts'
import { proxyProblemOf } from '#network/proxy-answer.ts'
import { schemesOf } from '#network/proxy-challenge.ts'
import type { FindRoute, FoundRoute } from '#network/route.ts'
import type { TryHost } from '../../app/network/ports.ts'
import { blockedStatus, troubleOf } from './host-trouble.ts'

/** The question for the way, the connection and the answer; all hosts are tried at once. */
const patienceMs = 4_500
/** What a proxy that asks for a sign-in is asked besides. */
const challengeMs = 400

interface TryHostDeps {
  readonly findRoute: FindRoute
  readonly clock: Clock
}

type Seen = Pick<TriedHost, 'issuer' | 'trouble'>

/**
 * Makes a try of a host as the app itself goes there: the same question for the way, the same agents. What is sent is a request
 * without a body, a token or a signature, so that a certificate may be looked at that nobody would be trusted with more.
 */
export function createTryHost({ findRoute, clock }: TryHostDeps): TryHost {
  return async (called) => {
    const started = clock.now()
    const gone = new AbortController()
    const { use, scheme } = called
    const url = `${scheme}://${isIPv6(called.host) ? `[${called.host}]` : called.host}:${called.port}/`
    const outcome = await within(clock, patienceMs, tryBy(findRoute, { url, use, signal: gone.signal }))
    gone.abort()
    const silent = { issuer: null, trouble: { is: 'silent' } as const, proxy: null }
    return { ...called, ...(outcome === 'late' ? silent : outcome), ms: Math.max(0, clock.now() - started) }
  }
}

interface Trial {
  readonly url: string
  readonly use: CalledHost['use']
  readonly signal: AbortSignal
}

type Outcome = Seen & Pick<TriedHost, 'proxy' | 'foundIn'>

async function tryBy(findRoute: FindRoute, trial: Trial): Promise<Outcome> {
  const found = await findRoute(trial.url)
  if (!found.ok) return { issuer: null, proxy: null, trouble: ofProxy(found.error) ?? { is: 'proxy-unusable' } }
  const { proxy, foundIn } = found.value
  const seen = await connectTo(trial, found.value)
  return { ...seen, proxy: proxy === null ? null : proxyPlace(proxy), foundIn }
}

async function connectTo(trial: Trial, route: FoundRoute): Promise<Seen> {
  const asked = ask(trial, agentFor(trial.url, route, trial.signal))
  let issuer: TriedHost['issuer'] = null
  // Asked at once: a connection that was cut does not tell any more.
  asked.once('socket', (socket) => socket.once('secureConnect', () => (issuer = issuerOf(socket))))
  try {
    return seenIn(await answered(asked), issuer)
  } catch (error) {
    const problem = proxyProblemOf(error)
    if (problem?.code !== 'PROXY_SIGN_IN' || route.proxy === null) {
      return { issuer, trouble: (problem === null ? null : ofProxy(problem)) ?? troubleOf(error) }
    }
    const schemes = await schemesOf(route.proxy, new URL(trial.url).host, AbortSignal.timeout(challengeMs))
    return { issuer: null, trouble: { is: 'proxy-sign-in', schemes } }
  } finally {
    asked.destroy()
  }
}

/** As a client of the data channel knocks, or as any other. */
function ask({ url, use, signal }: Trial, agent: Agent | undefined): ClientRequest {
  const isData = use === 'session-data'
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }
  const options = {
    method: 'GET',
    path: isData ? '/v1/data-channel/culvert-network-check?role=publish_subscribe' : '/',
    headers: { 'user-agent': userAgent, ...(isData ? upgrade : {}) },
    signal,
    ...(agent === undefined ? {} : { agent }),
  }
  const request = url.startsWith('https:')
    ? requestTls(url, { ...options, rejectUnauthorized: false })
    : requestPlain(url, options)
  return request.end()
}

function answered(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    request.once('upgrade', resolve)
    request.on('error', reject)
  })
}

function seenIn(response: IncomingMessage, issuer: TriedHost['issuer']): Seen {
  const { socket } = response
  response.resume()
  if (socket instanceof TLSSocket && !socket.authorized) {
    return { issuer, trouble: { is: 'untrusted', code: String(socket.authorizationError) } }
  }
  const status = blockedStatus(response, issuer)
  return { issuer, trouble: status === null ? null : { is: 'blocked', status } }
}

function ofProxy(problem: Problem): HostTrouble | null {
  switch (problem.code) {
    case 'PROXY_REFUSED':
      return { is: 'proxy-refused', status: problem.details.status ?? null }
    case 'PROXY_SIGN_IN':
      return { is: 'proxy-sign-in', schemes: problem.details.schemes }
    case 'PROXY_SCRIPT_SILENT':
      return { is: 'script-silent' }
    case 'PROXY_UNUSABLE':
      return { is: 'proxy-unusable' }
    default:
      return null
  }
}
