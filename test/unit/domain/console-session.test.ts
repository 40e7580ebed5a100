import { describe, expect, it } from 'vitest'
import { unpackKeys } from '#domain/console-sign-in/console-keys.ts'
import { consoleSessionOf, isConsoleSession, signInName } from '#domain/console-sign-in/console-session.ts'
import { isKnownHost } from '#domain/links/known-page.ts'

describe('a console session', () => {
  it.each([
    ['arn:aws:iam::111122223333:user/rin', 'rin (111122223333)'],
    ['arn:aws:iam::111122223333:user/team/rin', 'rin (111122223333)'],
    ['arn:aws:iam::111122223333:root', 'root (111122223333)'],
    ['arn:aws-cn:sts::111122223333:assumed-role/Admin/rin', 'rin (111122223333)'],
    ['harborline', 'harborline'],
    ['https://acme.awsapps.com/start', 'https://acme.awsapps.com/start'],
  ])('is called by whose it is: %s', (name, called) => {
    expect(signInName(name)).toBe(called)
  })

  // The endpoint rules of AWS Sign-In, by partition.
  it.each([
    ['eu-central-1', 'eu-central-1.signin.aws.amazon.com'],
    ['cn-north-1', 'cn-north-1.signin.amazonaws.cn'],
    ['us-gov-west-1', 'us-gov-west-1.signin.amazonaws-us-gov.com'],
    ['eusc-de-east-1', 'eusc-de-east-1.signin.amazonaws-eusc.eu'],
  ])('of %s is signed in to at a host whose pages open without a question', (region, host) => {
    const session = consoleSessionOf('arn:aws:iam::111122223333:root', region)
    expect(session.startUrl).toBe(`https://${host}`)
    expect([isConsoleSession(session), isKnownHost(host)]).toEqual([true, true])
  })

  it.each(['', 'aoa123', '{}', '[]', '{"accessKeyId":"A","secretAccessKey":"B","sessionToken":""}'])(
    'has no keys in %j',
    (token) => {
      expect(unpackKeys(token)).toBeNull()
    },
  )
})
