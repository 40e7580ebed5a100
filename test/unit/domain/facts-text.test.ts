import { expect, test } from 'vitest'
import { factsText } from '#domain/problem/facts-text.ts'

test('facts are pairs on one line; what is not known is left out', () => {
  expect(
    factsText({ port: 5432, owner: { program: 'postgres', pid: null }, tags: [], names: ['a', 'b'], zone: undefined }),
  ).toBe('port=5432 owner.program=postgres names=a, b')
})

test('times are written as such, and only times', () => {
  expect(factsText({ openedAt: 1_800_000_000_000, usedAt: 12, port: 1_800_000_000_000 })).toBe(
    'openedAt=2027-01-15T08:00:00.000Z usedAt=12 port=1800000000000',
  )
})

test('milliseconds are rounded', () => {
  expect(factsText({ openedInMs: 412.734_999, latencyMs: 0.449_1, waitMs: 9.96, ratio: 0.125 })).toBe(
    'openedInMs=413 latencyMs=0.4 waitMs=10 ratio=0.125',
  )
})
