import type { BrowserName, RefusedClient } from '#contract/refused-client.ts'
import { headerValues, type HttpRequest } from '../first-bytes/http-request.ts'

export type { RefusedClient } from '#contract/refused-client.ts'

/** Marks in a `User-Agent`, the first that is found; each browser also has those of the ones it would be taken for. */
const marks: readonly (readonly [mark: RegExp, browser: BrowserName])[] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/\S+ (?:Mobile\/\S+ )?Safari\//, 'Safari'],
]
/** What a person may be shown: one word of printable ASCII, of bounded length. */
const showable = /^[!-~]{1,200}$/

/** What a request says of where it comes from and whom it wants, as far as that can be shown. */
export function requestFacts(
  request: HttpRequest,
): Pick<Extract<RefusedClient, { reason: 'web' }>, 'origin' | 'browser' | 'host'> {
  const origin = headerValues(request, 'origin').find((value) => value !== 'null') ?? originOfReferer(request)
  const host = headerValues(request, 'host')[0]
  const agent = headerValues(request, 'user-agent').join(' ')
  const browser = marks.find(([mark]) => mark.test(agent))?.[1]
  return {
    ...(origin !== undefined && showable.test(origin) && { origin }),
    ...shownHost(host),
    ...(browser !== undefined && { browser }),
  }
}

/** Whom a client asked for, if that can be shown. */
export function shownHost(host: string | undefined): { readonly host?: string } {
  return host !== undefined && showable.test(host) ? { host } : {}
}

/** The origin of the page that a request names as where it comes from. */
export function originOfReferer(request: HttpRequest): string | undefined {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+/i.exec(headerValues(request, 'referer')[0] ?? '')?.[0]
}
