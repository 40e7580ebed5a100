import type { IncomingHttpHeaders } from 'node:http'

/**
 * How a proxy treats those who ask it for a connection.
 * - `credentials`: only with this name and password, in the basic scheme; others get 407.
 * - `refuse`: with this status, whatever the name.
 * - `domain-sign-in`: only those who are known to the company's domain (Negotiate and NTLM); everybody gets 407.
 * - `hang-up`: by closing. `silent`: not at all. `garbage`: with the greeting of a mail server.
 * - `no-web-sockets`: as `open`, but what is sent to the message gateway is cut.
 * - `silent-script`: as `open`, but its PAC file never returns.
 * - `unknown-authority`: as `open`, but its certificates come from an authority that nobody was told to trust.
 */
export type ProxyPolicy =
  | { readonly kind: 'open' }
  | { readonly kind: 'credentials'; readonly user: string; readonly password: string }
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'domain-sign-in' }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'no-web-sockets' }
  | { readonly kind: 'silent-script' }
  | { readonly kind: 'unknown-authority' }

/** What a CONNECT comes to before its name is looked at. */
type ProxyVerdict = 'go-on' | 'hang-up' | 'silent' | { readonly status: number }

export function judge(policy: ProxyPolicy, headers: IncomingHttpHeaders): ProxyVerdict {
  switch (policy.kind) {
    case 'open':
    case 'unknown-authority':
    case 'no-web-sockets':
    case 'silent-script':
      return 'go-on'
    case 'domain-sign-in':
      return { status: 407 }
    case 'garbage':
      return 'hang-up'
    case 'credentials':
      return headers['proxy-authorization'] === basic(policy.user, policy.password) ? 'go-on' : { status: 407 }
    case 'refuse':
      return { status: policy.status }
    case 'hang-up':
    case 'silent':
      return policy.kind
  }
}

/** What the SOCKS server of the same network asks for. */
export function passwordOf(policy: ProxyPolicy): { readonly user: string; readonly password: string } | null {
  return policy.kind === 'credentials' ? { user: policy.user, password: policy.password } : null
}

/** The proxy's address as a client that knows the password is given it. */
export function withCredentials(proxyUrl: string, policy: ProxyPolicy): string {
  if (policy.kind !== 'credentials') return proxyUrl
  const url = new URL(proxyUrl)
  url.username = policy.user
  url.password = policy.password
  return url.href.replace(/\/$/, '')
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
