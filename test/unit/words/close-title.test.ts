import { expect, it } from 'vitest'
import { shellWords as english } from '#words/shells/en.ts'
import { shellWords as japanese } from '#words/shells/ja.ts'

it('names what is closed: shells where it is shells alone, sessions where files are among it', () => {
  const { title } = english.closing
  expect(title(1, 0, 'bastion-a')).toBe('Close bastion-a?')
  expect(title(0, 1, 'bastion-a')).toBe('Close bastion-a?')
  expect(title(2, 0, 'bastion-a')).toBe('Close 2 shells?')
  expect(title(1, 1, 'bastion-a')).toBe('Close 2 sessions?')
  expect(japanese.closing.title(2, 0, 'bastion-a')).toContain('シェル')
  expect(japanese.closing.title(1, 1, 'bastion-a')).toContain('セッション')
})
