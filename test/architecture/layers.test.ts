import { describe, expect, test } from 'vitest'
import { cycles, importsOf } from './imports.ts'
import { layerViolations } from './layers.ts'
import { isCode, projectFiles, type SourceFile } from './source-tree.ts'

const files = projectFiles().filter(isCode)

function file(path: string, text: string): SourceFile {
  return { path, text }
}

describe('who may import whom', () => {
  test('holds in the project', () => {
    expect(layerViolations(files)).toEqual([])
  })

  test.each([
    ['contract/a.ts', "import { readFile } from 'node:fs/promises'"],
    ['contract/a.ts', "import { App } from '#core/app/ports.ts'"],
    ['domain/a.ts', "import type { Clock } from '#core/app/ports.ts'"],
    ['domain/a.ts', "import { randomUUID } from 'node:crypto'"],
    ['words/a.ts', "import { Clock } from '#core/app/ports.ts'"],
    ['words/a.ts', "import { useState } from 'react'"],
    ['network/a.ts', "import { Clock } from '#core/app/ports.ts'"],
    ['network/a.ts', "import { engine } from '#relay/engine/engine.ts'"],
    ['network/a.ts', "import { SSMClient } from '@aws-sdk/client-ssm'"],
    ['core/app/a.ts', "import { variablesFor } from '#network/proxy-for.ts'"],
    ['core/store/a.ts', "import { variablesFor } from '#network/proxy-for.ts'"],
    ['core/app/a.ts', "import { createStore } from '../store/store.ts'"],
    ['core/aws/a.ts', "import { createStore } from '../store/store.ts'"],
    ['core/store/a.ts', "import { app } from 'electron'"],
    ['relay/a.ts', "import { utilityProcess } from 'electron'"],
    ['relay/a.ts', "import { Clock } from '#core/app/ports.ts'"],
    ['relay/a.ts', "import { runSession } from '#command/session-run.ts'"],
    ['command/a.ts', "import { Clock } from '#core/app/ports.ts'"],
    ['main/a.ts', "import { relay } from '#relay/relay.ts'"],
    ['preload/a.ts', "import { tunnels } from '#core/app/tunnels.ts'"],
    ['renderer/a.ts', "import { ipcRenderer } from 'electron'"],
    ['renderer/a.ts', "const fs = await import('node:fs')"],
    ['sandbox/a.ts', "import { problem } from '#contract/problem.ts'"],
    ['sandbox/a.ts', "import { engine } from '../relay/engine/engine.ts'"],
    ['relay/a.ts', "export * from './b'"],
    ['core/app/a.ts', "import { b } from '#core/app/b.ts'"],
  ])('%s may not: %s', (path, text) => {
    expect(layerViolations([file(path, text)])).toHaveLength(1)
  })

  test.each([
    ['core/aws/a.ts', "import type { Clock } from '../app/ports.ts'\nimport { SSMClient } from '@aws-sdk/client-ssm'"],
    ['network/a.ts', "import { createHash } from 'node:crypto'\nimport { HttpProxyAgent } from 'hpagent'"],
    ['main/a.ts', "import { app } from 'electron'\nimport { tunnels } from '#core/app/tunnels.ts'"],
    ['sandbox/a.ts', "import { createServer } from 'node:net'\nimport pg from 'pg'"],
  ])('%s may: %s', (path, text) => {
    expect(layerViolations([file(path, text)])).toEqual([])
  })
})

describe('circles of imports', () => {
  test('there are none', () => {
    expect(cycles(files)).toEqual([])
  })

  test('one is found', () => {
    const circle = [
      file('core/app/a.ts', "import { b } from './b.ts'"),
      file('core/app/b.ts', "import type { C } from '#domain/c.ts'"),
      file('domain/c.ts', "export { a } from '#core/app/a.ts'"),
    ]
    expect(cycles(circle)).toEqual([['core/app/a.ts', 'core/app/b.ts', 'domain/c.ts']])
  })
})

test('imports are found in every form, and not in comments', () => {
  const text = `
    import a, {
      type B,
    } from 'one'
    import 'two.css'
    export { c } from "three"
    type D = typeof import('four')
    const e = require('five')
    const j = import(\`six\`)
    // import f from 'no'
    /* import g from 'no' */
    const h = 'import i from "no" // '
  `
  expect([...importsOf(file('a.ts', text))].sort()).toEqual(['five', 'four', 'one', 'six', 'three', 'two.css'])
})
