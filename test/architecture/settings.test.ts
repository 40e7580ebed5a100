import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { longFunctions } from './long-functions.ts'
import { rulesOff } from './rules-off.ts'
import { root } from './source-tree.ts'

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

interface LeafProject {
  readonly compilerOptions: { readonly lib: readonly string[]; readonly types: readonly string[] }
}

describe('each folder is given only what it runs on', () => {
  test.each(['contract', 'domain', 'words', 'network', 'core', 'relay', 'command', 'main', 'sandbox'])(
    '%s knows no browser',
    (folder) => {
      const { compilerOptions } = JSON.parse(read(`${folder}/tsconfig.json`)) as LeafProject
      expect(compilerOptions.lib).toEqual(['es2023'])
    },
  )

  test.each(['contract', 'domain', 'words', 'preload', 'renderer'])('%s knows no Node', (folder) => {
    const { compilerOptions } = JSON.parse(read(`${folder}/tsconfig.json`)) as LeafProject
    expect(compilerOptions.types).not.toContain('node')
  })
})

describe('what is shipped', () => {
  test('has every fuse spelled out, on the safe side', () => {
    const fuses = Object.fromEntries(
      [...read('electron-builder.yml').matchAll(/^ {2}(\w+): (true|false)$/gm)].map((match) => match.slice(1, 3)),
    )
    expect(fuses).toMatchObject({
      runAsNode: 'false',
      enableCookieEncryption: 'true',
      enableNodeOptionsEnvironmentVariable: 'false',
      enableNodeCliInspectArguments: 'false',
      enableEmbeddedAsarIntegrityValidation: 'true',
      onlyLoadAppFromAsar: 'true',
      loadBrowserProcessSpecificV8Snapshot: 'false',
      grantFileProtocolExtraPrivileges: 'false',
    })
  })

  test('starts no AppImage without the sandbox by its menu entry', () => {
    expect(read('electron-builder.yml')).toMatch(/^linux:\n(?: {2}.*\n)*? {2}executableArgs: \[\]$/m)
  })

  test('depends on exact versions', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) =>
      /^[~^*<>]|\s|latest/.test(version),
    )
    expect(loose).toEqual([])
  })

  test('lets no package run code while it is installed, whatever the npm', () => {
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true')
    expect(read('.npmrc').split('\n')).toContain('strict-allow-scripts=true')
    const { allowScripts, scripts } = JSON.parse(read('package.json')) as Record<string, Record<string, unknown>>
    expect(Object.values(allowScripts ?? {})).not.toContain(true)
    expect(Object.keys(scripts ?? {}).filter((name) => /^(pre|post)?install$|^(pre)?prepare$/.test(name))).toEqual([])
  })

  test('is what the registry has, by its hash', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>
    }
    const loose = Object.entries(packages).filter(
      ([path, { integrity, resolved, link }]) =>
        path !== '' &&
        (link === true || integrity?.startsWith('sha512-') !== true || /^(git|file)/.test(resolved ?? '')),
    )
    expect(loose.map(([path]) => path)).toEqual([])
  })
})

const lineCap = 'eslint/max-lines-per-function'

interface LintSettings {
  readonly rules: Readonly<Record<string, unknown>>
  readonly overrides: readonly {
    readonly files: readonly string[]
    readonly rules: Readonly<Record<string, unknown>>
  }[]
}

/** Paths on which the cap is another one than for everything, or none. */
function outsideTheCap({ overrides }: LintSettings): readonly string[] {
  return overrides.filter(({ rules }) => rules[lineCap] !== undefined).flatMap(({ files }) => files)
}

describe('functions of 40 lines at the most, closures included', () => {
  const settings = JSON.parse(read('.oxlintrc.json')) as LintSettings

  test('are what lint asks for everywhere', () => {
    expect(settings.rules[lineCap]).toEqual(['error', 40])
  })

  test('but where a reason is written down', () => {
    expect(outsideTheCap(settings)).toEqual(Object.keys(longFunctions))
    expect(outsideTheCap({ rules: {}, overrides: [{ files: ['core/**'], rules: { [lineCap]: 'off' } }] })).toEqual([
      'core/**',
    ])
  })

  test('and every path with a reason is there', () => {
    const paths = Object.keys(longFunctions).filter((path) => !path.includes('*'))
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})

/** Rules that are off, by path; the cap of functions is looked at above. */
function switchedOff({ rules, overrides }: LintSettings): Readonly<Record<string, readonly string[]>> {
  const off = (some: LintSettings['rules']): readonly string[] =>
    Object.keys(some).filter((name) => some[name] === 'off' && name !== lineCap)
  const places = [
    ['**', off(rules)] as const,
    ...overrides.flatMap(({ files, rules: own }) => files.map((path) => [path, off(own)] as const)),
  ]
  return Object.fromEntries(places.filter(([, names]) => names.length > 0))
}

describe('a rule of the linter is off', () => {
  test('only where a reason is written down', () => {
    const reasons = Object.entries(rulesOff).map(([path, why]) => [path, Object.keys(why)])
    expect(switchedOff(JSON.parse(read('.oxlintrc.json')) as LintSettings)).toEqual(Object.fromEntries(reasons))
    const loose = { rules: {}, overrides: [{ files: ['core/**'], rules: { 'eslint/eqeqeq': 'off' } }] }
    expect(switchedOff(loose)).toEqual({ 'core/**': ['eslint/eqeqeq'] })
  })

  test('at paths that are there', () => {
    const paths = Object.keys(rulesOff).filter((path) => !path.includes('*'))
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})
