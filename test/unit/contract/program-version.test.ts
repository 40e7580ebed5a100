import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { userAgent } from '#contract/program-version.ts'

it('is what the package says', async () => {
  const text = await readFile(join(import.meta.dirname, '..', '..', '..', 'package.json'), 'utf8')
  expect(userAgent).toBe(`culvert/${(JSON.parse(text) as { readonly version: string }).version}`)
})
