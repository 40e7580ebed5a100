import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { licenceNotices } from '#contract/licences.ts'

const root = join(import.meta.dirname, '../../..')
const dist = join(root, 'dist')

/** Files of a folder and of those in it, with one of the endings. */
function filesIn(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name))
}

/** Packages whose code is in a built program, by its source maps: the bundler's own account, not that of our list. */
function packagesIn(program: string): readonly string[] {
  const maps = filesIn(join(dist, program), /\.map$/).map(
    (file) => JSON.parse(readFileSync(file, 'utf8')) as { readonly sources: readonly (string | null)[] },
  )
  return namesIn(maps.flatMap(({ sources }) => sources).filter((source) => source !== null))
}

/** Packages that the page's own sources and style sheets name. */
function packagesOfThePage(): readonly string[] {
  const folders = ['renderer', 'words', 'domain', 'contract']
  const files = folders.flatMap((folder) => filesIn(join(root, folder), /\.(tsx?|css)$/))
  const named = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/(?:^import [^'\n]*|^\} from |url\()'((?:@[\w-]+\/)?[\w-]+)(?:\/[^']*)?'/gm),
  ])
  return [...new Set(named.map((match) => match[1] ?? ''))]
}

function namesIn(paths: readonly string[]): readonly string[] {
  const names = paths.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [])
  return [...new Set(names)]
}

const notices = licenceNotices.parse(JSON.parse(readFileSync(join(dist, 'licences.json'), 'utf8')))
const listed = new Set(notices.packages.map(({ name }) => name))

describe('the licences of the app', () => {
  it.each(['main', 'relay'])('have every package that %s is made of', (program) => {
    const packages = packagesIn(program)
    expect(packages.length).toBeGreaterThan(2)
    expect(packages.filter((name) => !listed.has(name))).toEqual([])
  })

  it('have every package of the page, typefaces too', () => {
    const packages = packagesOfThePage()
    expect(packages).toEqual(expect.arrayContaining(['react', 'zod', '@fontsource-variable/inter']))
    expect(packages.filter((name) => !listed.has(name))).toEqual([])
  })

  it('have what is beside the bundles', () => {
    const configuration = readFileSync(join(root, 'electron-builder.yml'), 'utf8')
    const shipped = [...configuration.matchAll(/^ {2}- node_modules\/((?:@[\w-]+\/)?[\w-]+)\/\*\*$/gm)]
    const names = ['electron', ...shipped.map((match) => match[1] ?? '')]
    expect(names.length).toBeGreaterThan(2)
    expect(names.filter((name) => !listed.has(name))).toEqual([])
  })

  it('have each its text', () => {
    const bare = notices.packages.filter(({ text }) => (notices.texts[text] ?? '').length < 200)
    expect(bare).toEqual([])
  })

  it('are in the package', () => {
    expect(readFileSync(join(root, 'electron-builder.yml'), 'utf8')).toMatch(/^ {2}- dist\/licences\.json$/m)
  })
})

it('the licences of culvert-session have every package that it is made of', () => {
  const text = readFileSync(join(dist, 'culvert-session', 'LICENCES.txt'), 'utf8')
  const packages = packagesIn('culvert-session')
  expect(packages.length).toBeGreaterThan(2)
  expect(packages.filter((name) => !text.includes(`${name} `))).toEqual([])
})
