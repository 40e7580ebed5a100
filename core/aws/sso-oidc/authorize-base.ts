import { RegisterClientCommand, SSOOIDCClient } from '@aws-sdk/client-sso-oidc'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import type { ClientOptions } from '../http/client-http.ts'

/** Stops a request on its way out. */
class Intercepted extends Error {}

/**
 * The base URL of `/authorize`: the OIDC endpoint as the SDK itself resolves it (partition, FIPS, dual stack, override).
 * `/authorize` is no modelled call, so a call that is modelled is built and caught before it leaves.
 */
export async function authorizeBase(options: ClientOptions): Promise<URL> {
  const base: { url: URL | null } = { url: null }
  const handle: NodeHttpHandler['handle'] = async ({ protocol, hostname, port, path }) => {
    const prefix = path.replace(/\/client\/register$/, '')
    base.url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${prefix}/`)
    throw new Intercepted()
  }
  const client = new SSOOIDCClient({
    ...options,
    maxAttempts: 1,
    requestHandler: { ...options.requestHandler, handle },
  })
  const command = new RegisterClientCommand({ clientName: 'culvert', clientType: 'public' })
  await client.send(command).catch((error: unknown) => {
    if (base.url === null) throw error
  })
  if (base.url === null) throw new Error('The OIDC endpoint was not resolved')
  return base.url
}
