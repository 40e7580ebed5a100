import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { commentsOf } from './imports.ts'
import { isCode, root, type SourceFile } from './source-tree.ts'

const folders = 'contract|domain|words|network|core|relay|command|main|preload|renderer|sandbox|script|test|docs|build'
/** A file of the project named in full, and any page by its name. */
const namedPath = new RegExp(
  `(?<![\\w./#-])(?:(?:${folders})/[\\w./-]*\\.(?:ts|tsx|mjs|css|json)|[\\w./-]+\\.md)\\b`,
  'g',
)
const link = /\]\(([^)\s]+)\)/g
/** A section sign means something only beside the number of an RFC. */
const section = /(?<!RFC \d{3,5} )§/

const isPage = (path: string): boolean => path.endsWith('.md')

/** Paths, links and sections that lead nowhere, in pages and in the comments of code. */
export function danglingReferences(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    if (isPage(file.path)) return [...brokenLinks(file), ...missingPaths(file, withoutLinks(file.text))]
    if (!isCode(file)) return []
    const comments = commentsOf(file.text)
    const sections = section.test(comments) ? [`${file.path}: names a section of a page that is not here`] : []
    return [...missingPaths(file, comments), ...sections]
  })
}

function missingPaths(file: SourceFile, text: string): readonly string[] {
  const named = [...new Set([...text.matchAll(namedPath)].map(([path]) => path))]
  const missing = named.filter((path) => !isThere(path) && !isThere(join(dirname(file.path), path)))
  return missing.map((path) => `${file.path}: ${path} is not there`)
}

function brokenLinks(file: SourceFile): readonly string[] {
  const targets = [...file.text.matchAll(link)].map(([, target]) => target!).filter((target) => !/^\w+:/.test(target))
  return targets
    .filter((target) => !leadsSomewhere(file, target))
    .map((target) => `${file.path}: ${target} leads nowhere`)
}

function leadsSomewhere(file: SourceFile, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const page = path === '' ? file.path : join(dirname(file.path), path)
  if (path !== '' && !isThere(page)) return false
  if (anchor === undefined) return true
  const text = path === '' ? file.text : readFileSync(join(root, page), 'utf8')
  return anchorsOf(text).includes(anchor)
}

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): readonly string[] {
  const headings = [...page.matchAll(/^#+ +(.+)$/gm)].map(([, heading]) => heading!)
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

const withoutLinks = (page: string): string => page.replace(link, '](')

const isThere = (path: string): boolean => existsSync(join(root, path))
