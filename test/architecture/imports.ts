import { dirname, join } from 'node:path/posix'
import type { SourceFile } from './source-tree.ts'

const fromClause = /(?:^|[\n;}])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"\n]+)\1/g
const sideEffect = /(?:^|[\n;])\s*import\s*(['"])([^'"\n]+)\1/g
const dynamic = /\b(?:import|require)\s*\(\s*(['"`])([^'"`\n]+)\1\s*[,)]/g

/** Every module that a file names, types included, in no order. */
export function importsOf(file: SourceFile): readonly string[] {
  const code = withoutComments(file.text)
  const found = [fromClause, sideEffect, dynamic].flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => match[2]!),
  )
  return [...new Set(found)]
}

/** The project's file that a specifier leads to (relative to the root), or null for a package or a Node module. */
export function resolveInProject(file: SourceFile, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (specifier.startsWith('.')) return join(dirname(file.path), specifier)
  return null
}

/** `@scope/name/deep/path` → `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

const commentOrString = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g

/** Strings stay, so that import paths can be read; what they contain is never taken for a comment. */
export function withoutComments(text: string): string {
  return text.replace(commentOrString, (match) => (match.startsWith('/') ? ' ' : match))
}

/** The comments of a file alone. */
export function commentsOf(text: string): string {
  const found = [...text.matchAll(commentOrString)].map(([match]) => match)
  return found.filter((match) => match.startsWith('/')).join('\n')
}

/** Code alone: no comments, no string contents. Import paths are kept, because they name what is used. */
export function codeOnly(text: string): string {
  const kept = withoutComments(text)
  return kept.replace(
    /(\bfrom\s*|\bimport\s*\(?\s*)?(['"])((?:\\.|(?!\2)[^\\\n])*)\2/g,
    (match, before: string | undefined) => (before === undefined ? "''" : match),
  )
}

/** Circles of imports among the files, each as the paths on it. Type-only imports count: they tie modules just as well. */
export function cycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const edges = new Map<string, readonly string[]>()
  const known = new Set(files.map(({ path }) => path))
  for (const file of files) {
    const targets = importsOf(file).map((specifier) => resolveInProject(file, specifier))
    edges.set(
      file.path,
      targets.filter((path): path is string => path !== null && known.has(path)),
    )
  }
  const found: string[][] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) found.push(trail.slice(start))
    if (start >= 0 || done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of known) visit(path, [])
  return found
}
