import { fail, type Outcome, readJson } from '../../wire/exchange.ts'
import type { OpenCall, OpenService, ServiceContext } from '../service.ts'
import { startDeviceAuthorization } from './device.ts'
import { registerClient } from './register.ts'
import { createToken } from './token.ts'

const actions: Readonly<Record<string, string>> = {
  '/client/register': 'RegisterClient',
  '/device_authorization': 'StartDeviceAuthorization',
  '/token': 'CreateToken',
}

/** IAM Identity Center's OIDC service: restJson, no signatures, secrets in the body. */
export function createOidc(context: ServiceContext): OpenService {
  const run = async (call: OpenCall): Promise<Outcome> => {
    const body = readJson(call.request)
    if (body === null) return fail('InvalidRequestException', 'The request body is not JSON')
    if (call.action === 'RegisterClient') return registerClient(context, call, body)
    if (call.action === 'StartDeviceAuthorization') return startDeviceAuthorization(context, body)
    return createToken(context, call, body)
  }
  return {
    name: 'oidc',
    protocol: 'oidc',
    signing: null,
    actionOf: (request) => (request.method === 'POST' ? (actions[request.url.pathname] ?? null) : null),
    run,
  }
}
