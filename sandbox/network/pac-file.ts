import type { ServerResponse } from 'node:http'
import type { ProxyPolicy } from './proxy-policy.ts'

/** Where the proxy answers with its script. */
export const pacPath = '/proxy.pac'

/** A script as companies have them: AWS through the proxy, the company's own hosts and everybody else directly. */
const script = (port: number): string => `function FindProxyForURL(url, host) {
  if (isPlainHostName(host) || dnsDomainIs(host, '.harborline.internal')) return 'DIRECT'
  if (shExpMatch(host, '*.amazonaws.com')) return 'PROXY 127.0.0.1:${port}'
  return 'DIRECT'
}
`

/** Its loop ends with whoever runs it. */
const endless = 'function FindProxyForURL() { for (;;) {} }\n'

/** Answers a request for the script. */
export function answerPac(response: ServerResponse, policy: ProxyPolicy, port: number): void {
  response.setHeader('content-type', 'application/x-ns-proxy-autoconfig')
  response.end(policy.kind === 'silent-script' ? endless : script(port))
}
