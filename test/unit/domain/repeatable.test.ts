import { describe, expect, it } from 'vitest'
import { isRepeatable } from '#domain/first-bytes/repeatable.ts'
import { kinds } from '#domain/kinds/kinds.ts'
import { firstWordsOf } from '#test/support/first-words.ts'

const sslRequest = firstWordsOf('psql-ssl-request')
const startup = firstWordsOf('psql-startup')
const gssRequest = Buffer.from('0000000804d21630', 'hex')
const cancelRequest = Buffer.from('0000001004d2162e0000000100000002', 'hex')
const nothing = Buffer.alloc(0)

describe('what may be said once more, nothing having been answered', () => {
  it.each([
    ['an SSLRequest', sslRequest],
    ['a GSSENCRequest', gssRequest],
    ['a StartupMessage', startup],
    ['nothing', nothing],
  ])('is %s of PostgreSQL', (_what, said) => {
    expect(isRepeatable(kinds.postgresql.opening, said)).toBe(true)
  })

  it.each([
    ['a request to cancel', cancelRequest],
    ['a part of a message', startup.subarray(0, startup.length - 1)],
    ['a StartupMessage with a query behind it', Buffer.concat([startup, Buffer.from('Q')])],
    ['two messages', Buffer.concat([sslRequest, startup])],
    ['something else', Buffer.from('GET / HTTP/1.1')],
  ])('is not %s of PostgreSQL', (_what, said) => {
    expect(isRepeatable(kinds.postgresql.opening, said)).toBe(false)
  })

  it('is nothing but silence of MySQL, whose server speaks first', () => {
    expect(isRepeatable(kinds.mysql.opening, nothing)).toBe(true)
    expect(isRepeatable(kinds.mysql.opening, Buffer.from('login'))).toBe(false)
  })

  it('is nothing of others, whose first words may be a command', () => {
    for (const kind of ['redis', 'opensearch', 'tcp'] as const)
      expect(isRepeatable(kinds[kind].opening, nothing)).toBe(false)
  })
})
