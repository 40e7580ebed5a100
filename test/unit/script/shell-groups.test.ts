import { expect, test } from 'vitest'
import { allHold, engineNamed, groupsOf } from '../../../script/test/shell-groups.mjs'

const ended = (
  name: string,
  state: 'passed' | 'failed' | 'skipped' = 'passed',
  engine: 'builtin' | 'plugin' | null = null,
) => ({
  outcome: { name, state, reason: '' },
  engine,
})

test('a test counts in the group of its file, for the engine that it names', () => {
  const groups = groupsOf(
    [
      ended('test/integration/ssh/through-app.test.ts > through the app, by the plugin engine > git clones'),
      ended('test/integration/ssh/through-app.test.ts > through the app, by the builtin engine > git clones', 'failed'),
      ended('test/integration/ssh/ssh-door.test.ts > the socket > is for the user alone', 'skipped'),
      ended('test/integration/tunnels/tunnels.test.ts > over the plugin engine'),
    ],
    ['ssh'],
  )
  expect(groups).toEqual([
    { name: 'ssh', engine: 'builtin', passed: 0, failed: 1, skipped: 0 },
    { name: 'ssh', engine: 'plugin', passed: 1, failed: 0, skipped: 0 },
    { name: 'ssh', engine: 'none', passed: 0, failed: 0, skipped: 1 },
  ])
})

test('a test that names no engine counts for that of its run', () => {
  const name = 'test/e2e/ime.spec.ts > ime > composes'
  const groups = groupsOf([ended(name, 'passed', 'builtin'), ended(name, 'failed', 'plugin')], ['ime'])
  expect(groups).toEqual([
    { name: 'ime', engine: 'builtin', passed: 1, failed: 0, skipped: 0 },
    { name: 'ime', engine: 'plugin', passed: 0, failed: 1, skipped: 0 },
  ])
})

test('a group of which nothing ran with an engine does not hold', () => {
  const each = (state: 'passed' | 'skipped') => [
    ended('test/e2e/ime.spec.ts > ime > composes', 'passed', 'builtin'),
    ended('test/e2e/ime.spec.ts > ime > composes', state, 'plugin'),
  ]
  expect(allHold(groupsOf(each('passed'), ['ime']))).toBe(true)
  expect(allHold(groupsOf(each('skipped'), ['ime']))).toBe(false)
  expect(allHold(groupsOf([], ['ime']))).toBe(false)
  const oneFailed = [...each('passed'), ended('test/e2e/ime.spec.ts > ime > dead keys', 'failed', 'plugin')]
  expect(allHold(groupsOf(oneFailed, ['ime']))).toBe(false)
})

test('an engine is named as the engine, or alone between brackets', () => {
  expect(engineNamed('ime (plugin) > what is given up is not sent')).toBe('plugin')
  expect(engineNamed('a shell over the builtin engine > opens')).toBe('builtin')
  expect(engineNamed('says which plugin is installed')).toBeNull()
})
