import { expect, it } from 'vitest'
import type { NetworkRoute } from '#contract/network.ts'
import { type ChildWay, childVariables } from '#network/child-variables.ts'
import { direct } from '#test/support/direct-route.ts'

const url = 'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel/a'
const way: ChildWay = { url, route: direct, trustFile: null, platform: 'linux' }
const proxied: NetworkRoute = {
  proxy: { scheme: 'http', host: 'p.corp', port: 3_128, credentials: { user: 'me', password: '50%off@#' } },
  roots: null,
}

it('the proxy of the route is told in both spellings, written so that Go reads it', () => {
  const told = childVariables(
    { https_proxy: 'http://me:50%off@#@p.corp:3128', NO_PROXY: 'a.b' },
    { ...way, route: proxied },
  )
  const proxy = 'http://me:50%25off%40%23@p.corp:3128'
  expect(told).toEqual({ HTTPS_PROXY: proxy, https_proxy: proxy, NO_PROXY: 'a.b', no_proxy: 'a.b' })
})

it('ALL_PROXY becomes what Go knows, and a host that is reached directly an exception', () => {
  const told = childVariables({ ALL_PROXY: 'p.corp:3128', no_proxy: '.eu-west-1.amazonaws.com' }, way)
  expect(told).toMatchObject({
    HTTPS_PROXY: 'http://p.corp:3128',
    NO_PROXY: '.eu-west-1.amazonaws.com,ssmmessages.eu-west-1.amazonaws.com',
  })
})

it('a file of authorities is told to both of its readers, where they read it', () => {
  const trusting = { ...way, trustFile: '/data/authorities.pem' }
  const environment = { SSL_CERT_FILE: '/ca.pem' }
  expect(childVariables(environment, trusting)).toEqual({
    AWS_CA_BUNDLE: '/data/authorities.pem',
    SSL_CERT_FILE: '/data/authorities.pem',
  })
  expect(childVariables(environment, { ...trusting, platform: 'darwin' })).toEqual({
    AWS_CA_BUNDLE: '/data/authorities.pem',
  })
  expect(childVariables({}, way)).toEqual({})
})
