import { partitions, regionName } from '../partition/partition.ts'
import { portalHostOf } from '../start-url/portal-host.ts'

/** Below these only AWS makes names, whatever stands before them: portals, and the pages that a code is typed at. */
const portals = [/^([a-z0-9-]+\.)+awsapps\.(com|cn)$/]

/** AWS's own endings, as a pattern: only AWS makes names that end so. */
const ownSuffixes = partitions
  .flatMap(({ dnsSuffix, dualStackSuffix }) => (dualStackSuffix === null ? [dnsSuffix] : [dnsSuffix, dualStackSuffix]))
  .map((suffix) => suffix.replaceAll('.', '\\.'))
  .join('|')

/** Where sign-ins go on: the authorization server, and the page that asks for a code. */
const signIns = [
  new RegExp(`^(oidc|oidc-fips|device\\.sso|portal\\.sso)\\.${regionName}\\.(${ownSuffixes})$`),
  ...partitions.map(({ signInHost }) => new RegExp(`^([a-z0-9-]+\\.)?${signInHost.replaceAll('.', '\\.')}$`)),
]

const consoles = [/^([a-z0-9-]+\.)?console\.aws\.amazon\.com$/, /^docs\.aws\.amazon\.com$/]
const consoleHosts: ReadonlySet<string | null> = new Set(partitions.map(({ consoleHost }) => consoleHost))

/** True for a host whose pages are AWS's: console, documentation, access portals, sign-in. */
export function isKnownHost(host: string): boolean {
  if (consoleHosts.has(host) || portalHostOf(host) !== null) return true
  return [...consoles, ...portals, ...signIns].some((known) => known.test(host))
}
