import { describe, expect, it } from 'vitest'
import { createAwsHttp } from '#core/aws/http/client-http.ts'
import { endpointOf } from '#core/aws/http/environment.ts'
import { proxyFor } from '#core/aws/http/proxy.ts'

describe('the proxy', () => {
  const environment = {
    HTTPS_PROXY: 'http://proxy:3128',
    HTTP_PROXY: 'plain:8080',
    NO_PROXY: 'internal.example, .corp,10.0.0.1:443 *.lan',
  }
  it.each([
    ['https:', 'ssm.eu-west-1.amazonaws.com', 'http://proxy:3128'],
    ['http:', 'ssm.eu-west-1.amazonaws.com', 'http://plain:8080'],
    ['https:', 'internal.example', null],
    ['https:', 'a.internal.example', null],
    ['https:', 'notinternal.example', 'http://proxy:3128'],
    ['https:', 'x.corp', null],
    ['https:', 'x.lan', null],
    ['https:', '10.0.0.1', null],
    ['http:', '127.0.0.1', null],
    ['http:', 'localhost', null],
    ['http:', '[::1]', null],
    ['http:', '169.254.169.254', null],
  ])('of %s//%s is %s', (protocol, host, proxy) => {
    expect(proxyFor(environment, protocol, host)).toBe(proxy)
  })

  it('is none without variables or with a star, and in lower case first', () => {
    expect(proxyFor({}, 'https:', 'a.b')).toBeNull()
    expect(proxyFor({ HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, 'https:', 'a.b')).toBeNull()
    expect(proxyFor({ HTTPS_PROXY: 'http://p', https_proxy: 'http://q' }, 'https:', 'a.b')).toBe('http://q')
    expect(proxyFor({ ALL_PROXY: 'http://all' }, 'https:', 'a.b')).toBe('http://all')
  })
})

describe('the endpoint', () => {
  it("is the service's own, then the common one, unless both are to be ignored", () => {
    const environment = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_SSO_OIDC: 'http://oidc' }
    expect(endpointOf(environment, 'SSO_OIDC')).toBe('http://oidc')
    expect(endpointOf(environment, 'SSO')).toBe('http://all')
    expect(endpointOf({}, 'SSM')).toBeUndefined()
    expect(endpointOf({ ...environment, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' }, 'SSO')).toBeUndefined()
  })

  it('and the variants of FIPS and dual stack reach every client', () => {
    const http = createAwsHttp({ AWS_USE_FIPS_ENDPOINT: 'true', AWS_ENDPOINT_URL_EC2: 'http://ec2' })
    expect(http.options('EC2', 'eu-west-1')).toMatchObject({
      region: 'eu-west-1',
      endpoint: 'http://ec2',
      useFipsEndpoint: true,
      useDualstackEndpoint: false,
    })
    expect(http.options('SSM', 'eu-west-1')).not.toHaveProperty('endpoint')
    http.dispose()
  })
})
