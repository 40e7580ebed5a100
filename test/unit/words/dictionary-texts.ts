import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAst } from 'vite'
import { root } from '../../architecture/source-tree.ts'

/** A text of a dictionary's source. Holes of a template are `{}`; `key` says where it stands: `route: session.open`. */
export interface Text {
  readonly key: string
  readonly text: string
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** What names a part of a dictionary: keys and inner constants; what a file exports is the file's own name. */
function nameOf(node: Node): string | null {
  const { key, id } = node
  const named = node.type === 'Property' ? key : node.type === 'VariableDeclarator' ? id : null
  if (!isNode(named)) return null
  return String(named['name'] ?? named['value'])
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : null
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return null
  return node['quasis'].map((part: { value: { cooked: string } }) => part.value.cooked).join('{}')
}

/** Types, imports, and what is only compared with, are not words. */
const isSilent = ({ type, operator }: Node): boolean =>
  type.startsWith('Import') || /^TS(?!AsExpression|SatisfiesExpression)/.test(type) || operator === '==='

function textsUnder(node: Node, path: readonly string[], isExported: 'exported' | 'inner'): readonly Text[] {
  if (isSilent(node)) return []
  const name = nameOf(node)
  const here =
    name === null || (node.type === 'VariableDeclarator' && isExported === 'exported') ? path : [...path, name]
  const text = textOf(node)
  const own = text === null || !/\p{L}/u.test(text.replaceAll('{}', '')) ? [] : [{ key: here.join('.'), text }]
  const within = node.type === 'ExportNamedDeclaration' ? 'exported' : here === path ? isExported : 'inner'
  const parts = Object.entries(node).flatMap(([part, value]) => (part === 'key' || part === 'id' ? [] : value))
  return [...own, ...parts.filter(isNode).flatMap((part) => textsUnder(part, here, within))]
}

/** Every text in the source of one dictionary file. */
export function textsIn(name: string, source: string): readonly Text[] {
  const program: unknown = parseAst(source, { lang: 'ts' })
  if (!isNode(program)) return []
  return textsUnder(program, [], 'inner').map(({ key, text }) => ({ key: `${name}: ${key}`, text }))
}

/** Every text of a language. */
export function textsOf(language: 'en' | 'ja'): readonly Text[] {
  const folder = join(root, 'words', language)
  const names = readdirSync(folder).filter((name) => name !== 'index.ts')
  return names.flatMap((name) => textsIn(name.replace(/\.ts$/, ''), readFileSync(join(folder, name), 'utf8')))
}

/** Keys that say the same as another one in both languages: one thing, written twice. */
export function saidTwice(english: readonly Text[], japanese: readonly Text[]): readonly string[] {
  const inJapanese = new Map(japanese.map(({ key }) => [key, textsAt(japanese, key)] as const))
  return english.flatMap(({ key, text }, index) => {
    const earlier = english.slice(0, index).filter((other) => other.text === text && other.key !== key)
    const same = earlier.filter((other) => shareOne(inJapanese.get(key), inJapanese.get(other.key)))
    return same.map((other) => `“${text}” at ${other.key} and ${key}`)
  })
}

const textsAt = (texts: readonly Text[], key: string): readonly string[] =>
  texts.filter((one) => one.key === key).map(({ text }) => text)

const shareOne = (some: readonly string[] = [], others: readonly string[] = []): boolean =>
  some.some((text) => others.includes(text))
