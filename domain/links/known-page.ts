import { partitions, regionName } from '../partition/partition.ts'

/**
 * Hosts of IAM Identity Center's access portals: `d-…` or an alias below `awsapps.com`, in China `awsapps.cn`, `start.us-gov-home.awsapps.com`
 * in GovCloud, and the dual-stack ones below `app.aws` (IAM Identity Center User Guide, "Customizing the AWS access portal URL").
 */
const portals = [/^([a-z0-9-]+\.)+awsapps\.(com|cn)$/, new RegExp(`^[a-z0-9-]+\\.portal\\.${regionName}\\.app\\.aws$`)]

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
  return consoleHosts.has(host) || [...consoles, ...portals, ...signIns].some((known) => known.test(host))
}
