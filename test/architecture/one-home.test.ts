import { expect, test } from 'vitest'
import { homes, secondHomes } from './one-home.ts'
import { projectFiles } from './source-tree.ts'

/** A second home of each piece of knowledge. */
const samples: Readonly<Record<string, string>> = {
  'partitions of AWS': "const suffix = region.startsWith('cn-') ? china : world",
  'kinds of databases': "const letters = {\n  postgresql: 'Pg',\n  redis: 'Re',\n}",
  'ids of the environments that are ours': "const isGuarded = environment === 'production'",
  'applying a change to a snapshot': "switch (change.type) { case 'tunnel-removed': return 1 }",
  "a tunnel's full name": 'const title = `${spec.name} ${spec.label}`',
  'a target rule as text': "tags.map((tag) => `${tag.key}=${tag.value}`).join(',')",
  'forms of secrets': 'const key = /(?:AKIA|ASIA)[A-Z0-9]+/',
  'a race with a deadline': 'await Promise.race([allStopped, deadline])',
  "the terminal's colours and widths": "const colours = { cursor: '--term-cursor' }",
  'a set of listeners': 'readonly #changed = new Set<(view: TunnelView) => void>()',
}

test('knowledge has one home', () => {
  expect(secondHomes(projectFiles())).toEqual([])
})

test.each(homes.map((home) => [home.what, home] as const))('a second home is found: %s', (what, home) => {
  const text = samples[what] ?? ''
  expect(secondHomes([{ path: 'renderer/features/a.ts', text }])).toEqual([`renderer/features/a.ts: ${what}`])
  expect(
    secondHomes([{ path: `${home.homes[0]}${home.homes[0]?.endsWith('/') === true ? 'a.ts' : ''}`, text }]),
  ).toEqual([])
})
