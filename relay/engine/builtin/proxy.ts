import type { Agent } from 'node:http'
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'

type Environment = Readonly<Record<string, string | undefined>>

/** Certificates to trust at the target instead of Node's own. */
interface Trust {
  readonly ca?: string[]
}

/**
 * The agent that goes through `HTTPS_PROXY`/`HTTP_PROXY`, or undefined when there is none or `NO_PROXY` names the host.
 * `signal` ends a conversation with the proxy that has not led to a connection yet.
 */
export function proxyAgentFor(
  url: string,
  environment: Environment,
  trust: Trust = {},
  signal?: AbortSignal,
): Agent | undefined {
  const target = new URL(url)
  const secure = target.protocol === 'wss:'
  const proxy = proxyOf(secure, environment)
  if (proxy === undefined || bypasses(target.hostname, noProxyOf(environment))) return undefined
  // Passed on to the CONNECT request, which takes more than the package's types say.
  const proxyRequestOptions = { headers: {}, ...(signal === undefined ? {} : { signal }) }
  const options = { proxy, proxyRequestOptions, keepAlive: false, ...trust }
  return secure ? new HttpsProxyAgent(options) : new HttpProxyAgent(options)
}

function proxyOf(secure: boolean, environment: Environment): string | undefined {
  const value = secure
    ? (environment['HTTPS_PROXY'] ?? environment['https_proxy'])
    : (environment['HTTP_PROXY'] ?? environment['http_proxy'])
  const proxy = value || environment['ALL_PROXY'] || environment['all_proxy']
  if (!proxy) return undefined
  const spelled = proxy.includes('://') ? proxy : `http://${proxy}`
  return /^https?:/.test(spelled) && URL.canParse(spelled) ? spelled : undefined
}

function noProxyOf(environment: Environment): string {
  return environment['NO_PROXY'] ?? environment['no_proxy'] ?? ''
}

/** `NO_PROXY` as curl and the SDKs read it: a comma list of names (with their subdomains), addresses, or `*`. */
function bypasses(host: string, list: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (bare === 'localhost' || bare === '::1' || bare.startsWith('127.')) return true
  return list
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, '')
        .replace(/:\d+$/, ''),
    )
    .some((entry) => entry === '*' || (entry !== '' && (bare === entry || bare.endsWith(`.${entry}`))))
}
