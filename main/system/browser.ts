import { shell } from 'electron'
import type { Browser, Log } from '#core/app/ports.ts'
import { isKnownHost } from '#domain/links/known-page.ts'
import type { Cloud } from './build.ts'

/** What is done with a page that something wants to open. */
export type LinkVerdict = { readonly kind: 'open' | 'refuse' } | { readonly kind: 'ask'; readonly host: string }

/**
 * A page of AWS's opens at once, and so does one whose host the user has agreed to for good. Any other host is asked about: a start
 * URL names it, and a page that was taken over can add one of those. It is https, or http on loopback where the whole of AWS is a
 * sandbox on this computer; a name before the host is refused, for it is there to be taken for the host.
 */
export function linkVerdict(url: string, cloud: Cloud, agreedHosts: readonly string[]): LinkVerdict {
  if (!URL.canParse(url)) return { kind: 'refuse' }
  const { protocol, host, hostname, port, username, password } = new URL(url)
  if (username !== '' || password !== '') return { kind: 'refuse' }
  if (protocol === 'http:') return { kind: cloud === 'sandbox' && hostname === '127.0.0.1' ? 'open' : 'refuse' }
  if (protocol !== 'https:') return { kind: 'refuse' }
  const isKnown = port === '' && isKnownHost(hostname)
  return isKnown || agreedHosts.includes(host) ? { kind: 'open' } : { kind: 'ask', host }
}

/** What the browser needs to decide. */
export interface BrowserDeps {
  readonly log: Log
  verdict(url: string): LinkVerdict
  /** Asks the user whether a page of this host may open. `host` is as it goes over the wire: names of other alphabets in punycode. */
  agree(host: string): Promise<boolean>
}

/** The user's own browser, the one place that calls `openExternal`. */
export function createBrowser({ log, verdict, agree }: BrowserDeps): Browser {
  return {
    async open(url) {
      const decided = verdict(url)
      if (decided.kind === 'refuse') {
        log.warn('link-refused', { url })
        return false
      }
      if (decided.kind === 'ask' && !(await agree(decided.host))) {
        log.info('link-not-agreed', { host: decided.host })
        return false
      }
      try {
        await shell.openExternal(url)
        return true
      } catch (error) {
        log.warn('browser-not-opened', { reason: error instanceof Error ? error.message : String(error) })
        return false
      }
    },
  }
}
