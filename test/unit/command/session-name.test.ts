import { expect, test } from 'vitest'
import { sessionNameIn } from '#command/credentials.ts'

test.each([
  ['botocore-session-1795984703-1b822c5a4c63832a7', 'botocore-session-1795984703'],
  ['mika.sato@harborline.example-0f3c9a2b71de4d9e', 'mika.sato@harborline.example'],
  ['i-0ab3-session-abcdefghij0123456789klmnop', 'i-0ab3-session'],
  ['0f3c9a2b71de4d9e', null],
  ['-0f3c9a2b71de4d9e', null],
  ['m-0f3c9a2b71de4d9e', null],
  [`${'m'.repeat(65)}-0f3c9a2b71de4d9e`, null],
  ['mika sato-0f3c9a2b71de4d9e', null],
])('of %s the caller’s name is %s', (sessionId, name) => expect(sessionNameIn(sessionId)).toBe(name))
