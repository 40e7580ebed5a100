import { expect, test } from 'vitest'
import { readPasted } from '#domain/pasted/read-pasted.ts'
import { readStartUrl } from '#domain/start-url/read-start-url.ts'

/** The longest that is looked at, and what is in it over and over. */
const longest = { pasted: 8_192, startUrl: 2_048 } as const
const runs = [
  '\t',
  ' ',
  '\n',
  ' \\',
  'a',
  'a=',
  'a b',
  '{',
  '}',
  '"',
  '@',
  '(',
  '.',
  ',',
  ';',
  '-',
  '--a ',
  '/',
  'a=1 ',
  '=',
]
const fronts = [
  '',
  'psql ',
  'host=',
  'Server=a;',
  'aws ssm start-session --parameters ',
  'postgres://a',
  '"',
  '<data-source ',
]

/** Of three, so that what else the machine does is not counted (ms). */
function fastest(read: () => unknown): number {
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const start = performance.now()
      read()
      return performance.now() - start
    }),
  )
}

// A reading with nested repetition takes from half a second to more than one for these.
test.each(fronts)('%j before a long run of anything costs no noticeable time', (front) => {
  const slow = runs.filter((run) => {
    const text = (length: number): string => `${front.padEnd(length - 1, run)}x`
    return [() => readPasted(text(longest.pasted)), () => readStartUrl(text(longest.startUrl))].some(
      (read) => fastest(read) > 200,
    )
  })
  expect(slow).toEqual([])
})
