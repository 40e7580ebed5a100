import { importsOf, packageName, resolveInProject, withoutComments } from './imports.ts'
import type { SourceFile } from './source-tree.ts'

const typesOnly = /(?:^|[\n;}])\s*(?:import|export)\s+type\b[^'"`;]*?\bfrom\s*(['"])[^'"\n]+\1/g
const later = /\bimport\s*\(\s*(['"`])[^'"`\n]+\1\s*,?\s*\)/g

/** Paths and packages that are loaded with a file, at once: neither what is only a type nor what is loaded later. */
function loadedWith(file: SourceFile): readonly string[] {
  const text = withoutComments(file.text).replace(typesOnly, '\n').replace(later, '')
  return importsOf({ ...file, text }).map((specifier) => resolveInProject(file, specifier) ?? packageName(specifier))
}

/** How a file of the project comes to load a package at once, as the paths in between; null when it does not. */
export function wayTo(wanted: string, from: string, files: readonly SourceFile[]): readonly string[] | null {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const ways = new Map<string, readonly string[]>([[from, [from]]])
  for (const [path, way] of ways) {
    if (path === wanted) return way
    const file = byPath.get(path)
    for (const next of file === undefined ? [] : loadedWith(file)) {
      if (!ways.has(next)) ways.set(next, [...way, next])
    }
  }
  return null
}
