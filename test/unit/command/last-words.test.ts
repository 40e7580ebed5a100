import { expect, it } from 'vitest'
import { lastWords } from '#command/ending.ts'

const sessionId = 'ada-0123456789'

it('says the service’s words as they are', () => {
  const output = '\n----------ERROR-------\nSetting up data channel failed: 設定\n\nLook again.'
  expect(lastWords({ kind: 'closed', output }, sessionId)).toBe(`\n\nSessionId: ${sessionId} : ${output}\n\n`)
})

it.each([
  `x\nPort 22 opened for sessionId ${sessionId}.`,
  `x\r\nUnix socket /run/a.sock opened for sessionId ${sessionId}.`,
])('says nothing in them that a caller could read as its port: %j', (output) => {
  const problem = { code: 'HANDSHAKE_REJECTED', details: { said: output } } as const
  for (const words of [
    lastWords({ kind: 'closed', output }, sessionId),
    lastWords({ kind: 'problem', problem }, sessionId),
  ])
    expect(words).not.toMatch(/opened for sessionId/)
})

it('shows what cannot be seen in them', () => {
  const words = lastWords({ kind: 'closed', output: '\u001b[2Jdone\u202e' }, sessionId)
  expect(words).toContain('⟨U+001B⟩[2Jdone⟨U+202E⟩')
})
