import { expect, it } from 'vitest'
import { refusalIn } from '#command/refusal.ts'

/** As the SDK throws them; it calls every error that it does not know the client's fault. */
function answered(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error('words'), { name, $fault: 'client', $metadata: { httpStatusCode } })
}

it.each([
  ['AccessDeniedException', 400],
  ['ExpiredTokenException', 400],
  ['UnrecognizedClientException', 403],
  ['InvalidSignatureException', 403],
])('%s (%i) is a refusal', (name, status) => {
  expect(refusalIn(answered(name, status))).toBe(`${name}: words`)
})

it.each([
  ['ThrottlingException', 400],
  ['TooManyRequestsException', 400],
  ['RequestLimitExceeded', 403],
  ['UnknownError', 429],
  ['RequestTimeout', 408],
  ['InternalServerError', 500],
  ['ServiceUnavailable', 503],
  ['TimeoutError', undefined],
])('%s (%s) may be different in a moment', (name, status) => {
  expect(refusalIn(answered(name, status))).toBeNull()
})

it('neither the network nor missing credentials refuse anything', () => {
  expect(refusalIn(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))).toBeNull()
  expect(refusalIn(Object.assign(new Error('no providers'), { name: 'CredentialsProviderError' }))).toBeNull()
  expect(refusalIn('text')).toBeNull()
})
