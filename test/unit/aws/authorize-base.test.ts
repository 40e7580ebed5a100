import { expect, it } from 'vitest'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { createOidc } from '#core/aws/sso-oidc/oidc.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }

it.each([
  [{}, 'eu-central-1', 'https://oidc.eu-central-1.amazonaws.com/authorize'],
  [{}, 'cn-north-1', 'https://oidc.cn-north-1.amazonaws.com.cn/authorize'],
  [{ AWS_USE_FIPS_ENDPOINT: 'true' }, 'us-east-1', 'https://oidc-fips.us-east-1.amazonaws.com/authorize'],
  [{ AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'eu-west-1', 'https://oidc.eu-west-1.api.aws/authorize'],
  [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, 'eu-west-1', 'http://127.0.0.1:4566/authorize'],
  [{ AWS_ENDPOINT_URL_SSO_OIDC: 'http://127.0.0.1:4566/base' }, 'eu-west-1', 'http://127.0.0.1:4566/base/authorize'],
])('asks for consent where the OIDC service is: %j in %s', async (environment, region, page) => {
  const http = awsHttpIn(environment)
  const oidc = createOidc({ clock: { now: () => 0, after: () => () => {} }, http })
  const { url, verifier } = await oidc.authorization(
    { ...session, region },
    'client',
    'http://127.0.0.1:5/oauth/callback',
    'state',
  )
  const parsed = new URL(url)
  expect(parsed.origin + parsed.pathname).toBe(page)
  expect(Object.fromEntries(parsed.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'client',
    redirect_uri: 'http://127.0.0.1:5/oauth/callback',
    state: 'state',
    code_challenge_method: 'S256',
    scopes: 'sso:account:access',
  })
  expect(url).not.toContain(verifier)
  http.dispose()
})
