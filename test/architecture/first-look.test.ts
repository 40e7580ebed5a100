import { expect, test } from 'vitest'
import { wayTo } from './first-look.ts'
import { projectFiles, type SourceFile } from './source-tree.ts'

const first = 'renderer/main.tsx'
const at = (path: string, text: string): SourceFile => ({ path, text })

test('the window shows its list before any schema is loaded', () => {
  const files = projectFiles()
  expect(wayTo('react', first, files)).toEqual([first, 'react'])
  expect(wayTo('zod', first, files)).toBeNull()
})

test('screens that nobody sees first, and terminals, are loaded later', () => {
  const files = projectFiles()
  const features = [
    'settings/settings-screen',
    'sign-in/first-run',
    'tunnel-detail/detail-panel',
    'new-tunnel/tunnel-sheet',
  ]
  for (const feature of features) {
    const path = `renderer/features/${feature}.tsx`
    expect(files.some((file) => file.path === path)).toBe(true)
    expect(wayTo(path, first, files)).toBeNull()
  }
  expect(wayTo('@xterm/xterm', first, files)).toBeNull()
})

test('a schema that is loaded at once is found, a type or a later one is none', () => {
  const contract = at('contract/a.ts', "import { z } from 'zod'\nexport const a = z.string()")
  const page = (text: string) => [contract, at(first, "import './b.ts'"), at('renderer/b.ts', text)]
  const inTheWay = [first, 'renderer/b.ts', 'contract/a.ts', 'zod']
  expect(wayTo('zod', first, page("import { a, type A } from '#contract/a.ts'"))).toEqual(inTheWay)
  expect(wayTo('zod', first, page("import type { A } from '#contract/a.ts'"))).toBeNull()
  expect(wayTo('zod', first, page("const load = () => import('#contract/a.ts')"))).toBeNull()
})
