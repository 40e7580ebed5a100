import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clipboardWish } from '#domain/far-text/far-clipboard.ts'
import { farLink } from '#domain/far-text/far-link.ts'
import { farTitle } from '#domain/far-text/far-title.ts'
import { isTerminalAnswer } from '#domain/far-text/terminal-answer.ts'

test('a link of the far end leads to http or https, and names no one before its host', () => {
  expect(farLink('https://docs.aws.amazon.com/x?y#z')).toEqual({
    url: 'https://docs.aws.amazon.com/x?y#z',
    host: 'docs.aws.amazon.com',
  })
  expect(farLink('HTTP://LOCALHOST:8080')).toMatchObject({ host: 'localhost:8080' })
  for (const address of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'culvert://open',
    'https://aws.amazon.com@evil.example/',
    'https://evil.example\\@aws.amazon.com',
    'https:///x',
    'https://a b',
    ` https://a.example`,
    `https://a.example/${'x'.repeat(2_048)}`,
  ])
    expect(farLink(address), address).toBeNull()
})

test('a clipboard is written with what is well formed, and its reading is known as such', () => {
  expect(clipboardWish('c;aGVsbG8=')).toEqual({ kind: 'write', base64: 'aGVsbG8=' })
  expect(clipboardWish(';aGVsbG8=')).toEqual({ kind: 'write', base64: 'aGVsbG8=' })
  expect(clipboardWish('c;?')).toEqual({ kind: 'read' })
  for (const payload of [
    '',
    'c',
    'c;',
    'c;!!!',
    'c;aGVsbG8',
    `c;${'A'.repeat(100_004)}`,
    'c;aGVs\nbG8=',
    'c;;aGVsbG8=',
  ])
    expect(clipboardWish(payload), payload.slice(0, 20)).toEqual({ kind: 'nothing' })
})

test('a title is one line that looks as it is', () => {
  expect(farTitle('root@db: \u202e/etc\u0007\u001b[31m')).toBe('root@db: /etc [31m')
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 900 }), (title) => {
      expect(farTitle(title)).not.toMatch(/[\p{Cc}\u200b\u202a-\u202e]/u)
      expect(farTitle(title).length).toBeLessThanOrEqual(200)
    }),
  )
})

test('what a terminal answers is told apart from what somebody types', () => {
  const esc = '\u001b'
  const answers = [
    '[?1;2c',
    '[>0;276;0c',
    '[12;40R',
    '[0n',
    '[?2026;2$y',
    '[I',
    '[O',
    ']10;rgb:1e1e/2626/2828\u0007',
    'P1$r0m',
    '[<0;3;4M',
    '[M !!',
  ]
  for (const answer of answers) expect(isTerminalAnswer(esc + answer), answer).toBe(true)
  for (const typed of [
    'a',
    '\u0003',
    '\r',
    esc,
    `${esc}[A`,
    `${esc}OP`,
    `${esc}[15~`,
    `${esc}[1;5C`,
    `${esc}b`,
    `${esc}[200~ls${esc}[201~`,
    '日本',
  ])
    expect(isTerminalAnswer(typed), JSON.stringify(typed)).toBe(false)
})
