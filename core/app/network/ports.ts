import type { CalledHost, CertificateFileView, HostUse, TriedHost } from '#contract/network-check.ts'
import type { ProxyAddress } from '#contract/network.ts'
import type { Result } from '#contract/result.ts'

/** Where AWS's services are for this computer: endpoints that were set, FIPS and dual stack considered. */
export interface ServiceHosts {
  /** Empty where it is not known before a session is started. */
  hostOf(use: HostUse, region: string): Promise<readonly CalledHost[]>
}

/** Tries one host now. Settles within five seconds. */
export type TryHost = (called: CalledHost) => Promise<TriedHost>

/** Looks at a file of authorities; `now`: epoch ms. CERTIFICATE_FILE_UNUSABLE. */
export type ReadCertificateFile = (
  path: string,
  now: number,
) => Promise<Result<NonNullable<CertificateFileView['holds']>>>

/** Where the path of the chosen file is kept. */
export interface CertificateFileSetting {
  current(): { readonly certificateFile: string | null }
  change(part: { readonly certificateFile: string | null }): Promise<Result<unknown>>
}

/** Name and password at a proxy. Secret. */
export type ProxyCredentials = NonNullable<ProxyAddress['credentials']>

/**
 * What a proxy said to one request for a connection. `asks`: the ways to sign in that it takes, in lower case, empty where it did not
 * tell them. `unclear`: nothing about a sign-in; whoever really connects learns what.
 */
export type ProxyTrial =
  | { readonly said: 'through' | 'unclear' }
  | { readonly said: 'asks'; readonly schemes: readonly string[] }

/** Asks a proxy once for a connection to `authority` (`HOST:PORT`), and closes it. Settles within five seconds. */
export type TryProxy = (proxy: ProxyAddress, authority: string) => Promise<ProxyTrial>
