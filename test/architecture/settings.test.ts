import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './source-tree.ts'

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

interface LeafProject {
  readonly compilerOptions: { readonly lib: readonly string[]; readonly types: readonly string[] }
}

describe('each folder is given only what it runs on', () => {
  test.each(['contract', 'domain', 'words', 'core', 'relay', 'command', 'main', 'sandbox'])(
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

  test('depends on exact versions', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) =>
      /^[~^*<>]|\s|latest/.test(version),
    )
    expect(loose).toEqual([])
  })

  test('lets no package run code while it is installed, unless it is named', () => {
    expect(read('.npmrc')).toContain('strict-allow-scripts=true')
    const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> }
    expect(Object.values(allowScripts)).not.toContain(true)
  })
})

interface LintOverride {
  readonly files: readonly string[]
  readonly rules: Readonly<Record<string, unknown>>
}

test('functions of 40 lines at the most, closures included, are what lint asks for', () => {
  const { overrides } = JSON.parse(read('.oxlintrc.json')) as { overrides: readonly LintOverride[] }
  const capped = overrides.filter(({ rules }) => rules['eslint/max-lines-per-function'] !== undefined)
  expect(capped.map(({ rules }) => rules['eslint/max-lines-per-function'])).toEqual([['error', 40]])
  expect(capped[0]?.files).toEqual(
    expect.arrayContaining(['contract/**', 'domain/**', 'core/**', 'main/**', 'preload/**']),
  )
})
