import { expect, test } from 'vitest'
import { missingOptionalPackages } from '../../../script/setup/npm-packages.mjs'

test('an optional package without an entry is found, wherever it may be installed', () => {
  const lockfile = {
    packages: {
      '': { optionalDependencies: { top: '1' } },
      'node_modules/linter': { optionalDependencies: { 'linter-mac': '1', 'linter-linux': '1', inner: '1' } },
      'node_modules/linter/node_modules/inner': {},
      'node_modules/linter-linux': {},
    },
  }
  expect(missingOptionalPackages(lockfile)).toEqual(['linter-mac (of node_modules/linter)', 'top (of the project)'])
})
