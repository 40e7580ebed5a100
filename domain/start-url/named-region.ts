import { portalHostOf } from './portal-host.ts'

/** `isIn`: the region that a portal's address names, where it is not the one given; else nothing. */
export function namedElsewhere(startUrl: string, region: string): { readonly isIn?: string } {
  const [, host = ''] = /^https:\/\/([^/?#]*)/.exec(startUrl) ?? []
  const named = portalHostOf(host)?.region ?? null
  return named === null || named === region ? {} : { isIn: named }
}
