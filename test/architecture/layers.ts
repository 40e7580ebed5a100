import { isBuiltin } from 'node:module'
import { importsOf, packageName, resolveInProject } from './imports.ts'
import type { SourceFile } from './source-tree.ts'

/** What the files of one folder may import. Their own folder is always allowed. */
interface Layer {
  /** Folder, relative to the root. The longest that fits a file is its layer. */
  readonly folder: string
  readonly folders: readonly string[]
  /** Node's modules: any, none, or the pure ones that touch nothing outside the process. */
  readonly node: 'any' | 'none' | 'pure'
  /** Names of npm packages; `any` means any but electron. */
  readonly packages: readonly string[] | 'any'
}

const pureModules = ['node:util', 'node:crypto', 'node:path']
const pagePackages = [
  'react',
  'react-dom',
  '@base-ui/react',
  'clsx',
  '@tanstack/react-virtual',
  'lucide-react',
  'zustand',
  'zod',
  '@xterm/xterm',
  '@xterm/addon-fit',
  '@xterm/addon-search',
  '@xterm/addon-unicode-graphemes',
  '@xterm/addon-web-links',
  '@xterm/addon-webgl',
]
const pageFonts = ['@fontsource-variable/inter', '@fontsource-variable/jetbrains-mono']

export const layers: readonly Layer[] = [
  { folder: 'contract', folders: [], node: 'none', packages: ['zod'] },
  { folder: 'domain', folders: ['contract'], node: 'none', packages: [] },
  { folder: 'words', folders: ['domain', 'contract'], node: 'none', packages: [] },
  {
    folder: 'network',
    folders: ['domain', 'contract'],
    node: 'any',
    packages: ['hpagent', 'socks', '@smithy/node-http-handler', '@smithy/signature-v4', '@aws-crypto/sha256-js'],
  },
  { folder: 'core', folders: ['core/app', 'domain', 'contract'], node: 'any', packages: 'any' },
  { folder: 'core/aws', folders: ['core/app', 'network', 'domain', 'contract'], node: 'any', packages: 'any' },
  { folder: 'core/app', folders: ['domain', 'contract'], node: 'pure', packages: [] },
  { folder: 'relay', folders: ['network', 'domain', 'contract'], node: 'any', packages: 'any' },
  { folder: 'command', folders: ['relay', 'network', 'words', 'domain', 'contract'], node: 'any', packages: 'any' },
  {
    folder: 'command/ssh-proxy',
    folders: ['core', 'relay', 'network', 'words', 'domain', 'contract'],
    node: 'any',
    packages: 'any',
  },
  {
    folder: 'main',
    folders: ['core', 'network', 'words', 'domain', 'contract'],
    node: 'any',
    packages: ['electron', '@github/keytar', 'electron-log', 'zod'],
  },
  { folder: 'preload', folders: ['contract'], node: 'none', packages: ['electron'] },
  {
    folder: 'renderer',
    folders: ['words', 'domain', 'contract'],
    node: 'none',
    packages: [...pagePackages, ...pageFonts],
  },
  { folder: 'sandbox', folders: [], node: 'any', packages: 'any' },
]

/** Every import that crosses a line it may not cross, as a sentence. */
export function layerViolations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const layer = layerOf(file.path)
    if (layer === undefined) return []
    return importsOf(file).flatMap((specifier) => {
      const problem = problemWith(file, layer, specifier)
      return problem === null ? [] : [`${file.path}: ${specifier} ${problem}`]
    })
  })
}

function layerOf(path: string): Layer | undefined {
  const fitting = layers.filter(({ folder }) => path.startsWith(`${folder}/`))
  return fitting.sort((one, other) => other.folder.length - one.folder.length)[0]
}

function problemWith(file: SourceFile, layer: Layer, specifier: string): string | null {
  const target = resolveInProject(file, specifier)
  if (target !== null) return problemInside(file, layer, specifier, target)
  if (isBuiltin(specifier)) return nodeAllowed(layer, specifier) ? null : `is Node's; ${layer.folder} runs without it`
  const name = packageName(specifier)
  const allowed = layer.packages === 'any' ? name !== 'electron' : layer.packages.includes(name)
  return allowed ? null : `is not for ${layer.folder}`
}

function nodeAllowed(layer: Layer, specifier: string): boolean {
  return layer.node === 'any' || (layer.node === 'pure' && pureModules.includes(specifier))
}

function problemInside(file: SourceFile, layer: Layer, specifier: string, target: string): string | null {
  const own = unitOf(file.path)
  if (target.startsWith(`${own}/`) && specifier.startsWith('#')) return 'should be a relative path inside the folder'
  if (topOf(file.path) !== topOf(target) && !specifier.startsWith('#')) return 'should be written with # across folders'
  if (!/\.(ts|tsx|css|png|svg|json)(\?\w+)?$/.test(target)) return 'needs its file extension'
  const allowed = [own, ...layer.folders].some((folder) => target.startsWith(`${folder}/`))
  return allowed ? null : `is out of ${layer.folder}'s reach`
}

/** The folder that is a file's own: each part of core stands alone, elsewhere it is the whole top folder. */
function unitOf(path: string): string {
  return path
    .split('/')
    .slice(0, topOf(path) === 'core' ? 2 : 1)
    .join('/')
}

function topOf(path: string): string {
  return path.split('/')[0]!
}
