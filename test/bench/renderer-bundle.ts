import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Measurement } from './figure.ts'

/** What a page names so that it is there before anything is painted. A font that a style names is loaded after that. */
const namedByPage = /<(?:script|link)\b[^>]*?\b(?:src|href)="(?<path>[^"]+)"/g
/** What comes with a script: `import … from`, `import '…'`, `export … from`; `import(…)` comes later. */
const importedAtOnce = /\b(?:from|import)\s*["`'](?<path>\.{1,2}\/[^"`']+)["`']/g
const textual = /\.(?:js|css)$/

/** Paths of what a page loads before its first paint, found by following imports, relative to the folder it is in. */
export function loadedAtFirst(folder: string): ReadonlySet<string> {
  const found = new Set(pathsIn(readFileSync(join(folder, 'index.html'), 'utf8'), namedByPage, 'index.html'))
  for (const path of found) {
    if (!path.endsWith('.js')) continue
    const text = readFileSync(join(folder, path), 'utf8')
    for (const next of pathsIn(text, importedAtOnce, path)) found.add(next)
  }
  return found
}

/**
 * The page's scripts and styles, each compressed as a web server would: those before the first paint, with the fonts that are
 * loaded by then, and those that are loaded when they are needed.
 */
export function measureRendererBundle(folder: string): readonly Measurement[] {
  const first = loadedAtFirst(folder)
  const rest = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => textual.test(name) && !first.has(name))
  return [
    { name: 'renderer-bundle', engine: null, value: compressedKilobytes(folder, [...first]) },
    { name: 'renderer-lazy', engine: null, value: compressedKilobytes(folder, rest) },
  ]
}

function pathsIn(text: string, pattern: RegExp, from: string): readonly string[] {
  return [...text.matchAll(pattern)].map(({ groups }) => posix.join(posix.dirname(from), groups?.['path'] ?? ''))
}

function compressedKilobytes(folder: string, paths: readonly string[]): number {
  return paths.reduce((total, path) => total + gzipSync(readFileSync(join(folder, path))).length, 0) / 1_000
}
