import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import type { ServiceContext } from '../service.ts'
import { findClient, isPortalOf } from './register.ts'

const input = z.object({ clientId: z.string(), clientSecret: z.string(), startUrl: z.string() })

/** Start URLs with and without `#/` or a trailing slash are the same portal. */
const trim = (url: string): string => url.replace(/\/?(#\/?)?$/, '')

/** StartDeviceAuthorization: a code to type on any browser. */
export function startDeviceAuthorization(context: ServiceContext, body: unknown): Outcome {
  const parsed = input.safeParse(body)
  if (!parsed.success) return fail('InvalidRequestException', 'clientId, clientSecret and startUrl are required')
  const { clientId, clientSecret, startUrl } = parsed.data
  const client = findClient(context, clientId, clientSecret)
  if (!client.ok) return client.outcome
  if (!isPortalOf(context.world.organisation, trim(startUrl))) {
    return fail('InvalidRequestException', 'Invalid start url provided')
  }
  const grant = context.signIns.startDevice(clientId)
  const page = `${context.baseUrl}/device`
  return succeed({
    deviceCode: grant.deviceCode,
    userCode: grant.userCode,
    verificationUri: page,
    verificationUriComplete: `${page}?user_code=${grant.userCode}`,
    expiresIn: Math.max(0, Math.round((grant.expiresAt - context.clock.now()) / 1000)),
    interval: grant.pollSeconds,
  })
}
