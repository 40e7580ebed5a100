import type { CalledHost, HostUse, TriedHost } from '#contract/network-check.ts'

/** Where AWS's services are for this computer: endpoints that were set, FIPS and dual stack considered. */
export interface ServiceHosts {
  /** Empty where it is not known before a session is started. */
  hostOf(use: HostUse, region: string): Promise<readonly CalledHost[]>
}

/** Tries one host now. Settles within five seconds. */
export type TryHost = (called: CalledHost) => Promise<TriedHost>
