import { expect, test } from 'vitest'
import { judge } from '#test/bench/goals.ts'

test('a figure is held against its goal, in the right direction', () => {
  expect(judge({ name: 'upload', engine: 'builtin', value: 1 })).toMatchObject({ unit: 'MB/s', holds: false })
  expect(judge({ name: 'upload', engine: 'builtin', value: 1_000 })).toMatchObject({ holds: true })
  expect(judge({ name: 'renderer-bundle', engine: null, value: 1_000_000 })).toMatchObject({ unit: 'KB', holds: false })
})

test('what we only compare with promises nothing', () => {
  expect(judge({ name: 'upload', engine: 'plugin', value: 0.7 })).toMatchObject({ goal: null, holds: null })
})
