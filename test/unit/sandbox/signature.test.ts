import { describe, expect, it } from 'vitest'
import { readAmzDate, readCredential, signatureMatches } from '#sandbox/wire/signature.ts'

/**
 * The example of the Signature Version 4 documentation (Task 4: `ListUsers` of IAM), signed with the documentation's
 * example key.
 */
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const headers = {
  'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  host: 'iam.amazonaws.com',
  'x-amz-date': '20150830T123600Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
    'SignedHeaders=content-type;host;x-amz-date, ' +
    'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
}
const request = { method: 'GET', target: '/?Action=ListUsers&Version=2010-05-08', headers, body: Buffer.alloc(0) }
const credential = readCredential(headers)

const check = (change: Partial<typeof request>, key = secret): boolean => {
  if (credential === null) throw new Error('the header is not understood')
  return signatureMatches({ ...request, ...change }, credential, key)
}

describe('signature version 4', () => {
  it('reads the credential scope', () => {
    expect(credential).toMatchObject({
      accessKeyId: 'AKIDEXAMPLE',
      date: '20150830',
      region: 'us-east-1',
      service: 'iam',
    })
    expect(readCredential({})).toBeNull()
    expect(readCredential({ authorization: 'Basic dXNlcg==' })).toBeNull()
    expect(readCredential({ authorization: headers.authorization.slice(0, -1) })).toBeNull()
  })

  it('agrees with the published example', () => {
    expect(check({})).toBe(true)
  })

  it('does not care about the order of the query, and cares about all else', () => {
    expect(check({ target: '/?Version=2010-05-08&Action=ListUsers' })).toBe(true)
    expect(check({ target: '/?Action=ListUsers&Version=2010-05-09' })).toBe(false)
    expect(check({ target: '/x?Action=ListUsers&Version=2010-05-08' })).toBe(false)
    expect(check({ method: 'POST' })).toBe(false)
    expect(check({ body: Buffer.from('x') })).toBe(false)
    expect(check({ headers: { ...headers, host: 'elsewhere' } })).toBe(false)
    expect(check({}, 'another secret')).toBe(false)
  })

  it('reads dates strictly', () => {
    expect(readAmzDate('20150830T123600Z')).toBe(Date.UTC(2015, 7, 30, 12, 36))
    expect(readAmzDate('2015-08-30T12:36:00Z')).toBeNull()
    expect(readAmzDate('20151330T123600Z')).toBeNull()
  })
})
