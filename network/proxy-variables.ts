import type { EnvironmentVariables } from './environment-variables.ts'

/** What the environment says about proxies for one scheme. */
export interface ProxySetting {
  /** The variable, in the spelling that decided. */
  readonly variable: string
  /** As written, without the blanks around it; empty to say that there is none. */
  readonly text: string
}

/** A value of `ALL_PROXY` that names a scheme other than these is one for other programs. */
const understood = /^https?:/i
const withScheme = /^[a-z][a-z\d+.-]*:\/\//i

/**
 * The variable that decides for `https:` and `wss:` (or `http:` and `ws:`), or null where none does. The lower case
 * wins, as in botocore and curl; an empty value means "none", as in botocore. `ALL_PROXY` is read last, as in curl, and
 * only where it names an HTTP proxy: botocore and Go do not read it at all, so a SOCKS proxy that is meant for a browser
 * must not cut us off where AWS's own tools get through.
 */
export function proxySetting(environment: EnvironmentVariables, security: 'tls' | 'plain'): ProxySetting | null {
  const own = spelling(environment, security === 'tls' ? 'HTTPS_PROXY' : 'HTTP_PROXY')
  if (own !== null) return own
  const all = spelling(environment, 'ALL_PROXY')
  if (all === null || all.text === '') return null
  return !withScheme.test(all.text) || understood.test(all.text) ? all : null
}

/** The list of hosts that are reached directly; empty for none. */
export function exceptionList(environment: EnvironmentVariables): string {
  return spelling(environment, 'NO_PROXY')?.text ?? ''
}

/** What `ALL_PROXY` says where it is passed over; null where it is not. */
export function passedOver(environment: EnvironmentVariables): ProxySetting | null {
  const all = spelling(environment, 'ALL_PROXY')
  return all !== null && withScheme.test(all.text) && !understood.test(all.text) ? all : null
}

function spelling(environment: EnvironmentVariables, name: string): ProxySetting | null {
  for (const variable of [name.toLowerCase(), name]) {
    const value = environment[variable]
    if (value !== undefined) return { variable, text: value.trim() }
  }
  return null
}
