import { expect, it } from 'vitest'
import { dataAddress } from '#core/aws/ssm/data-endpoint.ts'

const host = 'ssmmessages.eu-west-1.amazonaws.com'
const path = '/v1/data-channel/mika-0a1b?role=publish_subscribe&cell-number=AAEA+b/c='
const endpoint = 'https://vpce-0a1b.ssmmessages.eu-west-1.vpce.amazonaws.com'
const own = { AWS_ENDPOINT_URL_SSMMESSAGES: endpoint }

it('is where the service says, unless an endpoint is set for session data', () => {
  const address = `wss://${host}${path}`
  expect(dataAddress(address, {})).toBe(address)
  expect(dataAddress(address, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' })).toBe(address)
  expect(dataAddress(address, { ...own, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' })).toBe(address)
  expect(dataAddress(address, own)).toBe(`wss://vpce-0a1b.ssmmessages.eu-west-1.vpce.amazonaws.com${path}`)
})

it('keeps a port, knows an endpoint without TLS, and changes nothing twice', () => {
  const local = { AWS_ENDPOINT_URL_SSMMESSAGES: 'http://127.0.0.1:4567/' }
  const once = dataAddress(`wss://${host}${path}`, local)
  expect(once).toBe(`ws://127.0.0.1:4567${path}`)
  expect(dataAddress(once, local)).toBe(once)
})

it('leaves what it can not change: no address, and one that carries its signature', () => {
  expect(dataAddress('not an address', own)).toBe('not an address')
  expect(dataAddress(`wss://${host}${path}`, { AWS_ENDPOINT_URL_SSMMESSAGES: 'vpce' })).toBe(`wss://${host}${path}`)
  const signed = `wss://${host}/v1/data-channel/a?X-Amz-Signature=00`
  expect(dataAddress(signed, own)).toBe(signed)
})
