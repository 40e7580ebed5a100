import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadedAtFirst, measureRendererBundle } from '#test/bench/renderer-bundle.ts'

const page = `<script type="module" crossorigin src="./assets/index-a.js"></script>
<link rel="modulepreload" crossorigin href="./assets/named-b.js">
<link rel="stylesheet" crossorigin href="./assets/style-c.css">`

/** `later-f.js` is asked for, `deep-e.js` comes with what the page names. */
const files = {
  'index.html': page,
  'assets/index-a.js': 'import{a as b}from"./imported-d.js";const c=()=>import("./later-f.js").then(b);',
  'assets/named-b.js': 'export{x}from"./deep-e.js";',
  'assets/style-c.css': '.a{color:red}',
  'assets/imported-d.js': 'import"./deep-e.js";export const a=1',
  'assets/deep-e.js': 'export const x=1',
  'assets/later-f.js': 'import"./lazy-g.js"',
  'assets/lazy-g.js': 'export const y=1',
  'assets/font.woff2': 'not counted: no style is read for what it names',
}

test('what a page loads before its first paint is found by following imports; the rest is lazy', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-bundle-'))
  try {
    await mkdir(join(folder, 'assets'))
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
    const first = ['index-a.js', 'named-b.js', 'style-c.css', 'imported-d.js', 'deep-e.js']
    expect(new Set(loadedAtFirst(folder))).toEqual(new Set(first.map((name) => `assets/${name}`)))
    const [bundle, lazy] = measureRendererBundle(folder)
    expect(bundle?.value).toBeGreaterThan(lazy?.value ?? 0)
    expect(lazy?.value).toBeGreaterThan(0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
