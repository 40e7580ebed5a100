import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A file of the project. `path` is relative to its root, with forward slashes. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

const generated = new Set(['node_modules', 'dist', '.git', '.cache', 'release', 'coverage', 'test-results'])
const binary = /\.(png|ico|icns|woff2?|gz|asar|jpg)$/
const code = /\.(ts|tsx|mjs)$/

/** Every text file that belongs to the project. */
export function projectFiles(): readonly SourceFile[] {
  const files: SourceFile[] = []
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      // In a linked worktree `.git` is a file.
      if (generated.has(entry.name)) continue
      if (entry.isDirectory()) visit(path)
      else if (entry.isFile() && !binary.test(entry.name) && !entry.name.endsWith('.tsbuildinfo')) {
        files.push({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') })
      }
    }
  }
  visit(root)
  return files
}

export function isCode(file: SourceFile): boolean {
  return code.test(file.path)
}

/** Product code: what runs on a user's machine, and the sandbox. Not tests, not build scripts. */
export function isProduct(file: SourceFile): boolean {
  return (
    isCode(file) &&
    /^(contract|domain|words|network|core|relay|command|main|preload|renderer|sandbox)\//.test(file.path)
  )
}
