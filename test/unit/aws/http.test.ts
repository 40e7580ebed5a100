import { describe, expect, it } from 'vitest'
import { endpointOf } from '#core/aws/http/sdk-variables.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'

describe('the endpoint', () => {
  it("is the service's own, then the common one, unless both are to be ignored", () => {
    const environment = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_SSO_OIDC: 'http://oidc' }
    expect(endpointOf(environment, 'SSO_OIDC')).toBe('http://oidc')
    expect(endpointOf(environment, 'SSO')).toBe('http://all')
    expect(endpointOf({}, 'SSM')).toBeUndefined()
    expect(endpointOf({ ...environment, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' }, 'SSO')).toBeUndefined()
  })

  it('and the variants of FIPS and dual stack reach every client', () => {
    const http = awsHttpIn({ AWS_USE_FIPS_ENDPOINT: 'true', AWS_ENDPOINT_URL_EC2: 'http://ec2' })
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
