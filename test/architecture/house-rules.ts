import { codeOnly, withoutComments } from './imports.ts'
import { isCode, isProduct, type SourceFile } from './source-tree.ts'

const lineCap = 300
/** A composition root wires and nothing else, and the parts it is split into stay as readable as it is. */
const rootCaps: readonly { readonly path: RegExp; readonly lines: number }[] = [
  { path: /^main\/(index|culvert)\.ts$/, lines: 150 },
  { path: /^main\/parts\//, lines: 150 },
  { path: /^preload\/index\.ts$/, lines: 30 },
]

/** Files longer than a reader can hold. */
export function oversized(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => isCode(file) || file.path.endsWith('.css'))
    .flatMap(({ path, text }) => {
      const cap = rootCaps.find((root) => root.path.test(path))?.lines ?? lineCap
      const lines = text.trimEnd().split('\n').length
      return lines > cap ? [`${path}: ${lines} lines, at most ${cap}`] : []
    })
}

/**
 * Powerful interfaces by their names, and the only places that may say these: a name in brackets, or in a pattern that takes
 * it out of its object, leads as far as one behind a dot.
 */
interface Owned {
  readonly api: RegExp
  readonly owners: readonly string[]
  /** Where the name means this interface; everywhere unless said. */
  readonly within?: RegExp
}

export const ownedApis: readonly Owned[] = [
  { api: /\bipcMain\b/, owners: ['main/contract-server/'] },
  { api: /\bipcRenderer\b/, owners: ['preload/index.ts'] },
  {
    api: /\b(send|sendToFrame|postMessage)\b/,
    owners: ['main/contract-server/', 'main/relay-host/', 'preload/index.ts'],
    within: /^(main|preload)\//,
  },
  { api: /\bMessageChannelMain\b/, owners: ['main/contract-server/'] },
  { api: /\bexecuteJavaScript(InIsolatedWorld)?\b/, owners: [] },
  { api: /\bopenExternal\b/, owners: ['main/system/browser.ts'] },
  { api: /\bsafeStorage\b/, owners: ['main/secrets/'] },
  {
    api: /\bchild_process\b/,
    owners: ['relay/process/', 'core/system/', 'sandbox/'],
  },
  { api: /\butilityProcess\b/, owners: ['main/relay-host/'] },
  { api: /\bdangerouslySetInnerHTML\b|\binnerHTML\b/, owners: [] },
]

export function strayApis(files: readonly SourceFile[]): readonly string[] {
  return files.filter(isProduct).flatMap(({ path, text }) => {
    // Texts too: a name in brackets is one.
    const code = withoutComments(text)
    const stray = ownedApis.filter(
      ({ api, owners, within }) =>
        within?.test(path) !== false && api.test(code) && !owners.some((owner) => path.startsWith(owner)),
    )
    return stray.map(({ api }) => `${path}: uses ${api.source}`)
  })
}

const vagueName = /(^|[/-])(utils?|helpers?|managers?|misc|common)([-./]|$)/
const kebabFile = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|d|config))?\.(ts|tsx|mjs|css)$/

/** Names that say nothing, or are spelled another way than the rest. */
export function badNames(files: readonly SourceFile[]): readonly string[] {
  return files.filter(isCode).flatMap(({ path }) => {
    const name = path.split('/').at(-1)!
    if (vagueName.test(path)) return [`${path}: says nothing about what is in it`]
    return kebabFile.test(name) ? [] : [`${path}: is not in kebab-case`]
  })
}

/** Built from halves, so that this file does not trip over itself. */
const silencers = ['oxlint', 'eslint', 'prettier', 'oxfmt'].map((tool) => new RegExp(`${tool}-(disable|ignore)`))
const typeSilencers = ['ignore', 'nocheck', 'expect-error'].map((word) => new RegExp(`@ts-${word}`))

/** Comments that switch a check off. */
export function silenced(files: readonly SourceFile[]): readonly string[] {
  return files.filter(isCode).flatMap(({ path, text }) => {
    const found = [...silencers, ...typeSilencers].filter((pattern) => pattern.test(text))
    return found.map((pattern) => `${path}: ${pattern.source}`)
  })
}

const registryHosts = [
  'registry.npm' + 'js',
  'npm' + 'js.org',
  'pypi' + '.org',
  'deb.deb' + 'ian.org',
  'crates' + '.io',
]
/** Folders of build machines and of people's own: a project that names one works there alone. */
const ownPaths = [/(?<![\w.~$})-])\/work\/[\w.]/, /(?<![\w.~$})-])\/root\/[\w.]/, /\/Users\/(?!you\b|dev\b)[a-z]+\//]

/** What ties the project to one machine or one registry. */
export function tiedToAMachine(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const hosts = registryHosts.filter((host) => text.includes(host))
    const paths = ownPaths.filter((pattern) => pattern.test(text)).map(({ source }) => source)
    return [...hosts, ...paths].map((found) => `${path}: ${found}`)
  })
}

/** Runtime dependencies that nobody gave a reason for. */
export function unexplained(dependencies: readonly string[], document: string): readonly string[] {
  return dependencies.filter(
    (name) => !document.split('\n').some((line) => line.startsWith('|') && line.includes(`\`${name}\``)),
  )
}

const exported = /^export (?:async )?(function|const|class) (\w+)/gm

/**
 * Functions, values and classes of product code that no other file of the product or its scripts names: they are exported for
 * nobody, or for tests alone. What a test wants to reach inside of a file is worth a file of its own, which the product imports.
 * Limits are left out: a test that holds the code against one should not say the number again. So is the contract: each of
 * its schemas stands beside its type, which is what others name.
 */
export function idleExports(files: readonly SourceFile[]): readonly string[] {
  const users = new Map<string, number>()
  for (const { path, text } of files.filter(isCode)) {
    if (path.startsWith('test/')) continue
    for (const word of new Set(withoutComments(text).match(/\w+/g))) users.set(word, (users.get(word) ?? 0) + 1)
  }
  const product = files.filter((file) => isProduct(file) && !file.path.startsWith('contract/'))
  return product.flatMap(({ path, text }) =>
    [...text.matchAll(exported)]
      .filter(([, kind, name]) => (users.get(name!) ?? 0) < 2 && !(kind === 'const' && isUsedWithin(text, name!)))
      .map(([, , name]) => `${path}: ${name} is exported for nobody but tests`),
  )
}

function isUsedWithin(text: string, name: string): boolean {
  return withoutComments(text).match(new RegExp(`\\b${name}\\b`, 'g'))!.length > 1
}

/** Tests left focused run alone and hide the others. */
export function focusedTests(files: readonly SourceFile[]): readonly string[] {
  const tests = files.filter(({ path }) => path.startsWith('test/') && isCode({ path, text: '' }))
  return tests.filter(({ text }) => /\b(test|it|describe)\.only\(/.test(codeOnly(text))).map(({ path }) => path)
}

/** A file that replaces a module for itself replaces nothing where another file of the process has loaded the module before. */
export function sharedReplacements(files: readonly SourceFile[]): readonly string[] {
  const isApart = (path: string): boolean => /\.test\.tsx$|-apart\.test\.ts$|^test\/unit\/main\//.test(path)
  const shared = files.filter(({ path }) => /^test\/unit\/.*\.ts$/.test(path) && !isApart(path))
  return shared.filter(({ text }) => /\bvi\.(do)?mock\(/i.test(codeOnly(text))).map(({ path }) => path)
}

/** Emitters that live as long as the process; what listens to a window, a tray or a child goes with it. */
const lifelong = /\b(app|powerMonitor|nativeTheme|process|screen|net)\s*\.\s*on\(\s*('[^']*'|\w+)/g
/** A subscription as a whole statement: what would end it is thrown away. Elements of lists and arguments are none. */
const droppedStop = /(?<![[,(=>?:]\s*)(?<=\n)[ \t]*(?:void\s+)?(?!child\.)([\w.]+\.on[A-Z]\w*)\((?!\))/g

/** In main: listeners that nothing can take back. Each `on` of a lifelong emitter has its `off` in the same file. */
export function leftListening(files: readonly SourceFile[]): readonly string[] {
  const main = files.filter(({ path }) => path.startsWith('main/') && isCode({ path, text: '' }))
  return main.flatMap(({ path, text }) => {
    const code = withoutComments(text)
    const kept = [...code.matchAll(lifelong)]
      .map(([, emitter, event]) => `${emitter!}.off(${event!}`)
      .filter((off) => !code.includes(off) && !staysForLife.includes(`${path}: ${off}`))
    const dropped = [...code.matchAll(droppedStop)]
      .map(([, call]) => call!)
      .filter((call) => !staysForLife.includes(`${path}: ${call}`))
    const faults = [...kept.map((off) => `has no ${off}…)`), ...dropped.map((call) => `throws the end of ${call} away`)]
    return faults.map((fault) => `${path}: ${fault}`)
  })
}

/** What guards the windows stays until the process is gone. */
const staysForLife = [
  "main/window/lock-down.ts: app.off('web-contents-created'",
  'main/window/lock-down.ts: locked.webRequest.onBeforeRequest',
]
