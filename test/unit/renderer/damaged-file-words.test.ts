import { describe, expect, test } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { messagesOf } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'

function said(problem: Problem): string {
  const { headline, sentence } = problemText(problem, messagesOf('en'), {})
  return `${headline}. ${sentence}`
}

describe('a damaged file', () => {
  const keptAs = 'tunnels.corrupt-1.json'

  test('is named by what it was kept as, with what is missing', () => {
    const file = 'tunnels.json'
    expect(said(problemOf('CATALOG_CORRUPT', { file, keptAs, reason: 'x', names: ['orders-db', '#3'] }))).toBe(
      `Some saved tunnels could not be read. The damaged file was kept as ${keptAs}. Missing here: orders-db, #3.`,
    )
  })

  test('that could not be kept aside is not said to have been', () => {
    expect(said(problemOf('CATALOG_CORRUPT', { file: 'tunnels.json', reason: 'EISDIR' }))).toContain(
      'left as it is (EISDIR)',
    )
  })

  test.each([
    ['commands.json', 'The saved commands could not be read', 'started without them', '保存したコマンドを'],
    ['open-sessions.json', 'left at AWS could not be read', 'started without them', 'セッションの記録を'],
    [
      'of-tomorrow.json',
      'The contents of of-tomorrow.json could not be read',
      'started without them',
      'of-tomorrow.json',
    ],
  ])('that is %s does not let anybody believe that tunnels are lost', (file, headline, sentence, japanese) => {
    const problem = problemOf('CATALOG_CORRUPT', { file, reason: 'EISDIR' })
    for (const part of [headline, sentence]) expect(said(problem)).toContain(part)
    expect(problemText(problem, messagesOf('ja'), {}).headline).toContain(japanese)
    const unwritten = problemOf('CATALOG_NOT_WRITTEN', { file, reason: 'ENOSPC' })
    for (const text of [said(problem), said(unwritten)]) expect(text).not.toMatch(/tunnel/)
  })

  test('of settings speaks of settings', () => {
    const text = said(problemOf('CATALOG_CORRUPT', { file: 'settings.json', keptAs, reason: 'x' }))
    expect(text).toContain('The settings could not be read')
    expect(text).toContain(keptAs)
  })
})
