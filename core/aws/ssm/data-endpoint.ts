import type { EnvironmentVariables } from '#network/environment-variables.ts'
import { isPresigned } from '#network/stream-address.ts'
import { ownEndpointOf } from '../http/sdk-variables.ts'

/**
 * Where a session's data goes: to the endpoint that `AWS_ENDPOINT_URL_SSMMESSAGES` names, such as one in one's own network
 * (`https://vpce-….ssmmessages.eu-west-1.vpce.amazonaws.com`), in place of the host that the service names; path and query stay. AWS's own
 * programs know no such setting. The address as it is where nothing is set, where the setting is no address, and where the address
 * carries its signature, which is for its host.
 */
export function dataAddress(streamUrl: string, environment: EnvironmentVariables): string {
  const endpoint = ownEndpointOf(environment, 'SSMMESSAGES')
  if (endpoint === undefined || !URL.canParse(endpoint) || !URL.canParse(streamUrl) || isPresigned(streamUrl))
    return streamUrl
  const { protocol, host } = new URL(endpoint)
  const scheme = protocol === 'http:' || protocol === 'ws:' ? 'ws:' : 'wss:'
  // Replaced as text: the signature is over the address as it decodes, and it is used as it is.
  return streamUrl.replace(/^[a-z]+:\/\/[^/?#]+/i, `${scheme}//${host}`)
}
