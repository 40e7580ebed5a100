import { shell } from 'electron'
import type { Browser, Log } from '#core/app/ports.ts'
import { partitions } from '#domain/partition/partition.ts'

/** Hosts whose pages the app may open, besides the page of a running sign-in. */
const linkHosts = [/^([a-z0-9-]+\.)?console\.aws\.amazon\.com$/, /^docs\.aws\.amazon\.com$/]
const consoleHosts: ReadonlySet<string | null> = new Set(partitions.map(({ consoleHost }) => consoleHost))

/** True for an https page on a host of the list. */
export function isListedLink(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username } = new URL(url)
  const isListed = consoleHosts.has(hostname) || linkHosts.some((host) => host.test(hostname))
  return protocol === 'https:' && username === '' && isListed
}

/** True for a page of an access portal that the user signs in at: the same https origin as one of the start URLs. */
export function isPortalLink(url: string, startUrls: readonly string[]): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, origin, username } = new URL(url)
  if (protocol !== 'https:' || username !== '') return false
  return startUrls.some((startUrl) => URL.canParse(startUrl) && new URL(startUrl).origin === origin)
}

/**
 * True for a page a sign-in may open. The service names it, so the host can be anything; the scheme is https, or http on
 * loopback where the whole of AWS is a sandbox on this machine.
 */
export function isSignInPage(url: string, cloud: 'aws' | 'sandbox'): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, username } = new URL(url)
  if (username !== '') return false
  if (protocol === 'https:') return true
  return cloud === 'sandbox' && protocol === 'http:' && hostname === '127.0.0.1'
}

/** The user's own browser, the one place that calls `openExternal`. */
export function createBrowser(allowed: (url: string) => boolean, log: Log): Browser {
  return {
    async open(url) {
      if (!allowed(url)) {
        log.warn('link-refused', { url })
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
