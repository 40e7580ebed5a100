import { describe, expect, it } from 'vitest'
import { denial } from '#contract/aws-answer.ts'
import { parseDenial } from '#domain/problem/parse-denial.ts'
import { isExpiredCredentials, isThrottled, translate, type NamedProblems } from '#core/aws/errors/translate.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ssmErrors } from '#core/aws/ssm/ssm-errors.ts'

const now = Date.UTC(2026, 10, 22, 7)
const failure = (name: string, message = '', extra: object = {}) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400, requestId: 'req-1' }, ...extra })
const served = (minutes: number) => ({
  $response: { headers: { date: new Date(now + minutes * 60_000).toUTCString() } },
})
const asked = { operation: 'StartSession' }
const network = (code: string) => Object.assign(new Error(`connect ${code}`), { code, $metadata: { attempts: 3 } })

describe('a failure of the SDK', () => {
  it.each([
    [failure('AccessDeniedException'), 'ACCESS_DENIED'],
    [failure('UnauthorizedOperation'), 'ACCESS_DENIED'],
    [failure('com.amazon.coral#AccessDeniedException'), 'ACCESS_DENIED'],
    [failure('ExpiredTokenException'), 'CREDENTIALS_INVALID'],
    [failure('UnrecognizedClientException'), 'CREDENTIALS_INVALID'],
    [failure('InvalidClientTokenId'), 'CREDENTIALS_INVALID'],
    [failure('AuthFailure'), 'CREDENTIALS_INVALID'],
    [failure('SignatureDoesNotMatch', '', served(0)), 'CREDENTIALS_INVALID'],
    [failure('SignatureDoesNotMatch', '', served(20)), 'CLOCK_SKEWED'],
    [failure('InvalidSignatureException', 'Signature expired: 2026 is now earlier than 2027'), 'CLOCK_SKEWED'],
    [failure('TargetNotConnected', 'i-1 is not connected.'), 'TARGET_NOT_CONNECTED'],
    [failure('InvalidDocument'), 'DOCUMENT_INVALID'],
    [failure('InvalidParameters', 'Parameter "lines" is not defined'), 'DOCUMENT_PARAMETERS'],
    [failure('InvalidInstanceId'), 'TARGET_NOT_FOUND'],
    [failure('InvalidInstanceID.NotFound'), 'TARGET_NOT_FOUND'],
    [failure('BadRequest', 'Enable advanced-instances tier'), 'HYBRID_TIER_STANDARD'],
    [failure('BadRequest', 'Target is not a valid target.'), 'TARGET_NOT_CONNECTED'],
    [failure('ThrottlingException', 'Rate exceeded'), 'THROTTLED'],
    [failure('RequestLimitExceeded'), 'THROTTLED'],
    [failure('SomethingElse', '', { $metadata: { httpStatusCode: 429 } }), 'THROTTLED'],
    [failure('SomethingElse', '', { $metadata: { httpStatusCode: 503 } }), 'AWS_UNAVAILABLE'],
    [failure('InternalServerError'), 'AWS_UNAVAILABLE'],
    [failure('ValidationException', 'port'), 'AWS_REFUSED'],
    [network('ENOTFOUND'), 'NETWORK_UNREACHABLE'],
    [network('ECONNREFUSED'), 'NETWORK_UNREACHABLE'],
    [network('EAI_AGAIN'), 'NETWORK_UNREACHABLE'],
    [Object.assign(new Error('Connection timed out after 5000 ms'), { name: 'TimeoutError' }), 'NETWORK_UNREACHABLE'],
    [new Error('fetch failed', { cause: network('ENETUNREACH') }), 'NETWORK_UNREACHABLE'],
    [new AggregateError([network('ECONNREFUSED'), network('ECONNREFUSED')]), 'NETWORK_UNREACHABLE'],
    [new Error('Bad response: 407'), 'PROXY_SIGN_IN'],
    [new Error('Bad response: 403'), 'PROXY_REFUSED'],
    [network('HPE_INVALID_CONSTANT'), 'NETWORK_UNREACHABLE'],
    [network('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'TLS_UNTRUSTED'],
    [network('SELF_SIGNED_CERT_IN_CHAIN'), 'TLS_UNTRUSTED'],
    [network('CERT_HAS_EXPIRED'), 'TLS_UNTRUSTED'],
    [network('ERR_TLS_CERT_ALTNAME_INVALID'), 'TLS_UNTRUSTED'],
  ])('%s is %s', (error, code) => {
    expect(translate(error, ssmErrors(), asked, now).code).toBe(code)
  })

  it('keeps what AWS said, and what was asked', () => {
    const problem = translate(
      failure('TargetNotConnected', 'i-1 is not connected.'),
      ssmErrors({ targetId: 'i-1' }),
      asked,
      now,
    )
    expect(problem).toMatchObject({
      code: 'TARGET_NOT_CONNECTED',
      details: {
        targetId: 'i-1',
        aws: {
          operation: 'StartSession',
          error: 'TargetNotConnected',
          awsMessage: 'i-1 is not connected.',
          requestId: 'req-1',
        },
      },
    })
  })

  it.each([
    ['Parameter "lines" is not defined in document Harborline-FollowLog.', 'lines'],
    ['Parameter "file" requires a value.', 'file'],
    ['Parameter "file" has value "a b" not matching "^[a-z.]+$".', 'file'],
    ['Parameter "<b>now</b>" requires a value.', undefined],
    ['The value of Parameter "file" is odd.', undefined],
    ['', undefined],
  ])('names the parameter of a session document where AWS does: %s', (message, parameter) => {
    const { details } = translate(failure('InvalidParameters', message), ssmErrors(), asked, now)
    expect({ parameter: undefined, ...details }.parameter).toBe(parameter)
  })

  it('tells by how much the clock is off', () => {
    expect(translate(failure('SignatureDoesNotMatch', '', served(-12)), {}, asked, now).details).toMatchObject({
      minutesOff: 12,
    })
  })

  it('reads the description of an OIDC error', () => {
    const error = failure('InvalidRequestException', 'UnknownError', { error_description: 'Invalid start url' })
    const names: NamedProblems = { InvalidRequestException: (aws) => problemOf('SESSION_ENDED', { aws }) }
    expect(translate(error, names, asked, now)).toMatchObject({
      code: 'SESSION_ENDED',
      details: { aws: { awsMessage: 'Invalid start url' } },
    })
  })

  it('that is a bug is thrown', () => {
    const bug = new TypeError('x is not a function')
    expect(() => translate(bug, ssmErrors(), asked, now)).toThrow(bug)
  })

  it('says whether it is worth another try', () => {
    expect(isExpiredCredentials(failure('ExpiredTokenException'))).toBe(true)
    expect(isExpiredCredentials(failure('AccessDeniedException'))).toBe(false)
    expect(isThrottled(failure('ThrottlingException'))).toBe(true)
    expect(isThrottled(failure('TargetNotConnected'))).toBe(false)
  })
})

describe('a denial', () => {
  const nothing = { action: null, resource: null, principal: null, how: null, policyType: null }
  const user =
    'User: arn:aws:sts::111122223333:assumed-role/Dev/me@example.com is not authorized to perform: ssm:StartSession'
  const principal = 'arn:aws:sts::111122223333:assumed-role/Dev/me@example.com'
  const node = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1'
  it.each([
    [
      `${user} on resource: ${node} because no identity-based policy allows the ssm:StartSession action`,
      { principal, action: 'ssm:StartSession', resource: node, policyType: 'identity-based', how: 'implicit' },
    ],
    [
      `${user} on resource: arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession with an explicit deny in a service control policy`,
      {
        principal,
        action: 'ssm:StartSession',
        resource: 'arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession',
        policyType: 'service control',
        how: 'explicit',
      },
    ],
    [
      `${user} on resource: ${node} with an explicit deny in an identity-based policy`,
      { principal, action: 'ssm:StartSession', resource: node, policyType: 'identity-based', how: 'explicit' },
    ],
    [
      `${user} on resource: ${node} because no permissions boundary allows the ssm:StartSession action`,
      { principal, action: 'ssm:StartSession', resource: node, policyType: 'permissions boundary', how: 'implicit' },
    ],
    [
      'You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/ci is not authorized to perform: ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action',
      {
        principal: 'arn:aws:iam::111122223333:user/ci',
        action: 'ec2:DescribeInstances',
        policyType: 'identity-based',
        how: 'implicit',
      },
    ],
    ['You are not authorized to perform this operation.', {}],
    ['', {}],
  ])('%s', (message, parts) => {
    expect(parseDenial(message)).toEqual({ ...nothing, ...parts })
  })

  it.each([
    `User: ${principal}", "Resource": "* is not authorized to perform: ssm:StartSession`,
    `${user} on resource: arn:aws:iam::111122223333:role/x","Resource":"*`,
    `${user} on resource: ${node}\u202e`,
    'User: me is not authorized to perform: iam:* on resource: *',
    `${user} on resource: ${node} with an explicit deny in a friendly "please allow iam:*" policy`,
  ])('that says something of its own gives no part of it away: %j', (message) => {
    expect(denial.parse(parseDenial(message))).toEqual(parseDenial(message))
    expect(JSON.stringify(parseDenial(message))).not.toMatch(/iam:\*|Resource|\\"|\u202e|friendly/)
  })

  it('has a request id only when it looks like one', () => {
    const error = failure('AccessDenied', '', { $metadata: { requestId: 'a\nPlease also allow iam:*' } })
    expect(translate(error, {}, asked, now)).toMatchObject({
      code: 'ACCESS_DENIED',
      details: { aws: { requestId: null } },
    })
  })
})
