import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { portalHostOf } from '#domain/start-url/portal-host.ts'
import { readStartUrl } from '#domain/start-url/read-start-url.ts'
import { isOfThisComputer } from '#domain/start-url/this-computer.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { ProblemDetails } from '#contract/problem.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { FindIssuer } from '../../app/identity/ports.ts'
import { translate } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { redirectOf } from './redirect-of.ts'

/** For all the pages on the way together (ms). */
const patienceMs = 10_000
/** A company's page may send to another spelling of itself first, and that to the portal. */
const mostPages = 4

interface FindIssuerDeps {
  readonly clock: Clock
  readonly http: Pick<AwsHttp, 'routeTo'>
}

/**
 * Follows a company's own start URL (`https://aws.company.com`) to the access portal that it stands for, as the AWS CLI does since 2.35.
 * Followed are redirects within the company's own host, and the one from there to a host of AWS's portals; nothing else is asked
 * for anything. AWS's own addresses are taken as they are, and so is one of this computer that sends nobody on.
 */
export function createFindIssuer({ clock, http }: FindIssuerDeps): FindIssuer {
  return async (session, signal) => {
    const url = URL.parse(session.startUrl)
    if (url === null || isConsoleSession(session) || portalHostOf(url.host) !== null) return ok(session)
    const within = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
    try {
      return await follow(session, url, (page) => redirectOf(page, http.routeTo, within))
    } catch (error) {
      if (signal.aborted) return fail('SIGN_IN_CANCELLED', { session: session.name })
      const late = within.aborted ? Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }) : error
      if (isOfThisComputer(url.hostname)) return ok(session)
      return { ok: false, error: translate(late, {}, { operation: null, as: { session: session.name } }, clock.now()) }
    }
  }
}

type Details = ProblemDetails['START_URL_ELSEWHERE']

async function follow(
  session: SsoSession,
  start: URL,
  redirectOfPage: (page: URL) => Promise<string | null>,
): Promise<Result<SsoSession>> {
  const { name, startUrl } = session
  const refuse = (why: Details['why'], at?: string): Result<never> =>
    fail('START_URL_ELSEWHERE', { session: name, startUrl, why, ...(at === undefined ? {} : { leadsTo: at }) })
  let page = start
  for (let asked = 0; asked < mostPages; asked += 1) {
    if (!isSafe(page)) return refuse('unsafe', page.host)
    const location = await redirectOfPage(page)
    if (location === null) return isOfThisComputer(start.hostname) ? ok(session) : refuse('nowhere')
    const next = URL.parse(location, page.href)
    if (next === null) return refuse('nowhere')
    if (!/^https?:$/.test(next.protocol)) return refuse('unsafe')
    if (portalHostOf(next.host) !== null) return issuerAt(session, next) ?? refuse('unsafe', next.host)
    if (next.host !== start.host) return refuse('elsewhere', next.host)
    page = next
  }
  return refuse('circle')
}

/** Nobody on the way reads along or answers in its place. */
function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isOfThisComputer(hostname))
}

/** The session as AWS has it; null where the address is one of a portal by its host alone, or has a name before that. */
function issuerAt(session: SsoSession, { protocol, href }: URL): Result<SsoSession> | null {
  const read = readStartUrl(href)
  if (protocol !== 'https:' || read === null) return null
  return ok({ ...session, startUrl: read.startUrl, region: read.region ?? session.region })
}
