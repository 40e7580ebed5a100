import type { HostTrouble, NetworkCheck, TriedHost } from '#contract/network-check.ts'

/** What a round over the hosts says as a whole. */
export type NetworkVerdict =
  | { readonly is: 'well'; readonly inspected: number }
  /** Nobody answers: the network is away, or one thing is in the way of all. `trouble`: the one that all have. */
  | { readonly is: 'nothing-answers'; readonly trouble: HostTrouble }
  /** Calls go through and session data does not, behind a certificate of the company's. */
  | { readonly is: 'session-inspected'; readonly failed: TriedHost }
  /** Calls go through and session data does not. */
  | { readonly is: 'session-stopped'; readonly failed: TriedHost }
  | { readonly is: 'some-fail'; readonly failed: readonly TriedHost[] }

/** Judges a round. */
export function verdictOf({ hosts }: Pick<NetworkCheck, 'hosts'>): NetworkVerdict {
  const failed = hosts.filter(({ trouble }) => trouble !== null)
  const [first] = failed
  const trouble = first?.trouble ?? null
  if (first === undefined || trouble === null) return { is: 'well', inspected: hosts.filter(isInspected).length }
  if (failed.length === hosts.length) return { is: 'nothing-answers', trouble: commonest(failed) ?? trouble }
  if (failed.length > 1 || first.use !== 'session-data') return { is: 'some-fail', failed }
  return { is: isInspected(first) ? 'session-inspected' : 'session-stopped', failed: first }
}

/** A company's authority made the certificate: it reads what goes through. */
export const isInspected = ({ issuer }: TriedHost): boolean => issuer?.of === 'company'

function commonest(hosts: readonly TriedHost[]): HostTrouble | null {
  const troubles = hosts.flatMap(({ trouble }) => trouble ?? [])
  const count = (is: HostTrouble['is']): number => troubles.filter((trouble) => trouble.is === is).length
  return troubles.toSorted((one, other) => count(other.is) - count(one.is))[0] ?? null
}

/** What a network team is asked for, by host. */
export interface NetworkWish {
  /** The proxy that has to let through; null for the firewall. */
  readonly proxy: string | null
  /** `HOST:PORT`, those that are to be allowed. */
  readonly hosts: readonly string[]
  /** Among them those that carry a WebSocket, of which many proxies have to be told. */
  readonly webSockets: readonly string[]
  /** Those whose TLS must not be looked into. */
  readonly exempt: readonly string[]
  readonly others: 'work' | 'none'
  /** `exception`: the proxy asks for a sign-in that is not spoken here. */
  readonly asks: 'allow' | 'exception'
}

/** The wish for those that failed; null where there is none, or where it is not the network team's to fulfil. */
export function wishOf({ hosts }: Pick<NetworkCheck, 'hosts'>): NetworkWish | null {
  const failed = hosts.filter(({ trouble }) => trouble !== null && !isOwnMatter(trouble))
  if (failed.length === 0) return null
  const names = (some: readonly TriedHost[]): readonly string[] => some.map(({ host, port }) => `${host}:${port}`)
  return {
    proxy: failed.find(({ proxy }) => proxy !== null)?.proxy ?? null,
    hosts: names(failed),
    webSockets: names(failed.filter(({ use }) => use === 'session-data')),
    exempt: names(failed.filter((host) => isInspected(host) || host.trouble?.is === 'untrusted')),
    others: failed.length < hosts.length ? 'work' : 'none',
    asks: failed.every(({ trouble }) => trouble?.is === 'proxy-sign-in') ? 'exception' : 'allow',
  }
}

/** A setting of this computer, or a password that only this person knows: nobody else can put it right. */
function isOwnMatter(trouble: HostTrouble): boolean {
  if (trouble.is === 'proxy-sign-in') return trouble.schemes.length === 0 || trouble.schemes.includes('basic')
  return trouble.is === 'proxy-unusable' || trouble.is === 'script-silent'
}

/** Companies' authorities that are trusted here, as far as hosts showed their certificates. */
export function companyRoots({ hosts }: Pick<NetworkCheck, 'hosts'>): number {
  const trusted = hosts.filter((host) => isInspected(host) && host.trouble?.is !== 'untrusted')
  return new Set(trusted.map(({ issuer }) => issuer?.name)).size
}
