import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signUpgrade } from '#network/upgrade-signing.ts'

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'tok/en+==',
}
const base = { region: 'eu-west-1', credentials, now: Date.UTC(2026, 10, 22, 7) }
const host = 'wss://ssmmessages.eu-west-1.amazonaws.com/v1/data-channel'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Version 4 of AWS's signature of a GET without query or body, written out from its specification. */
function signatureFor(authority: string, path: string): string {
  const scope = '20261122/eu-west-1/ssmmessages/aws4_request'
  const headers = `host:${authority}\nx-amz-date:20261122T070000Z\nx-amz-security-token:${credentials.sessionToken}\n`
  const canonical = ['GET', path, '', headers, 'host;x-amz-date;x-amz-security-token', sha256('')].join('\n')
  const text = ['AWS4-HMAC-SHA256', '20261122T070000Z', scope, sha256(canonical)].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`)
  return hmac(key, text).toString('hex')
}

describe('the signed upgrade', () => {
  // The signature was computed by hand (Python hmac) from the canonical request with `cell-number=AAEAAW%20Ld%2Fx%3D`
  // and the path `/v1/data-channel/mika%40example.com-0abc`.
  it('counts a raw + of the cell number as a space, and escapes the rest', async () => {
    const streamUrl = `${host}/mika@example.com-0abc?role=publish_subscribe&cell-number=AAEAAW+Ld/x=`
    expect(await signUpgrade({ ...base, streamUrl })).toEqual({
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/ssmmessages/aws4_request, ' +
        'SignedHeaders=host;x-amz-date;x-amz-security-token, ' +
        'Signature=9df2c35ba33fadb72a7e044e02137f886a616365976a0d1dbc9c26d107c023b9',
      'x-amz-date': '20261122T070000Z',
      'x-amz-security-token': 'tok/en+==',
    })
  })

  it('has no token header for long-lived keys', async () => {
    const { sessionToken: _, ...keys } = credentials
    const headers = await signUpgrade({ ...base, credentials: keys, streamUrl: `${host}/a-0?role=publish_subscribe` })
    expect(Object.keys(headers).sort()).toEqual(['authorization', 'x-amz-date'])
  })

  it.each(['X-Amz-Signature=1', 'x-amz-algorithm=AWS4-HMAC-SHA256'])(
    'is left alone when the URL is presigned: %s',
    async (query) => {
      expect(await signUpgrade({ ...base, streamUrl: `${host}/a-0?role=publish_subscribe&${query}` })).toEqual({})
    },
  )

  it('signs every value of a parameter that comes twice', async () => {
    const signed = async (query: string): Promise<string | undefined> =>
      (await signUpgrade({ ...base, streamUrl: `${host}/a-0?${query}` }))['authorization']
    expect(await signed('role=a&role=b')).not.toBe(await signed('role=a'))
    expect(await signed('role=a&role=b')).not.toBe(await signed('role=b'))
  })

  it('signs the port of a gateway that is not on 443', async () => {
    const { authorization } = await signUpgrade({ ...base, streamUrl: 'ws://127.0.0.1:8080/v1/data-channel/a-0' })
    expect(authorization).toContain(`Signature=${signatureFor('127.0.0.1:8080', '/v1/data-channel/a-0')}`)
  })
})
