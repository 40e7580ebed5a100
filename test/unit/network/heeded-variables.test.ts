import { expect, it } from 'vitest'
import { heededVariables } from '#core/aws/network/heeded-variables.ts'

const environment = {
  AWS_ENDPOINT_URL_SSM: 'https://mika:pw@vpce-1.ssm.eu-west-1.vpce.amazonaws.com/x',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  AWS_ENDPOINT_URL_STS: 'no address',
  AWS_USE_FIPS_ENDPOINT: 'true',
  AWS_USE_DUALSTACK_ENDPOINT: 'no',
  AWS_CA_BUNDLE: '/home/mika/corp.pem',
  SSL_CERT_FILE: '',
  AWS_PROFILE: 'prod',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'x',
}

it('tells the variables that count, and of their values the hosts alone', () => {
  expect(heededVariables(environment)).toEqual([
    { name: 'AWS_ENDPOINT_URL', host: '127.0.0.1:4566' },
    { name: 'AWS_ENDPOINT_URL_SSM', host: 'vpce-1.ssm.eu-west-1.vpce.amazonaws.com' },
    { name: 'AWS_USE_FIPS_ENDPOINT', host: null },
    { name: 'AWS_CA_BUNDLE', host: null },
  ])
})

it('tells no endpoint where a variable says that they do not count', () => {
  const names = heededVariables({ ...environment, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' }).map(({ name }) => name)
  expect(names).toEqual(['AWS_USE_FIPS_ENDPOINT', 'AWS_CA_BUNDLE'])
})
