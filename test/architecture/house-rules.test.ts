import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  badNames,
  focusedTests,
  idleExports,
  leftListening,
  oversized,
  sharedReplacements,
  silenced,
  strayApis,
  tiedToAMachine,
  unexplained,
} from './house-rules.ts'
import { idleTests } from './assertions.ts'
import { danglingReferences } from './references.ts'
import { projectFiles, root, type SourceFile } from './source-tree.ts'

const files = projectFiles()

interface Rule {
  readonly name: string
  readonly check: (files: readonly SourceFile[]) => readonly string[]
  /** One file for each way to break it. */
  readonly broken: readonly SourceFile[]
}

const at = (path: string, text: string): SourceFile => ({ path, text })

const rules: readonly Rule[] = [
  {
    name: 'files stay short',
    check: oversized,
    broken: [
      at('core/app/a.ts', 'x\n'.repeat(301)),
      at('renderer/features/a/a.css', 'x\n'.repeat(301)),
      at('main/index.ts', 'x\n'.repeat(151)),
      at('main/culvert.ts', 'x\n'.repeat(151)),
      at('main/parts/a.ts', 'x\n'.repeat(151)),
      at('preload/index.ts', 'x\n'.repeat(31)),
    ],
  },
  {
    name: 'powerful interfaces have one owner',
    check: strayApis,
    broken: [
      at('main/tray/tray.ts', "import { ipcMain } from 'electron'"),
      at('renderer/app/a.ts', 'window.ipcRenderer.send(1)'),
      at('main/window/a.ts', 'window.webContents.send(1)'),
      at('main/window/b.ts', "window.webContents.postMessage('a', null, [port])"),
      at('main/relay-host/a.ts', 'const { port1 } = new MessageChannelMain()'),
      at('main/contract-server/a.ts', "void contents.executeJavaScript('1')"),
      at('main/window/a.ts', 'void shell.openExternal(url)'),
      at('main/window/c.ts', "const { send } = window.webContents\nsend('a')"),
      at('main/window/d.ts', "window.webContents['postMessage']('a', null)"),
      at('main/window/e.ts', 'contents.mainFrame?.send(1)'),
      at('main/window/f.ts', 'const { openExternal: open } = shell'),
      at('main/window/g.ts', "void shell['openExternal'](url)"),
      at('main/window/h.ts', "electron['ipcMain'].handle('a', run)"),
      at('core/aws/b.ts', 'const run = process.getBuiltinModule(`child_process`)'),
      at('main/window/a.ts', 'safeStorage.encryptString(a)'),
      at('core/aws/a.ts', "import { spawn } from 'node:child_process'"),
      at('main/window/a.ts', 'utilityProcess.fork(path)'),
      at('renderer/ui/a.tsx', '<b dangerouslySetInnerHTML={x} />'),
    ],
  },
  {
    name: 'names say what is inside',
    check: badNames,
    broken: [
      at('core/app/utils.ts', ''),
      at('core/app/tunnel-manager.ts', ''),
      at('core/helpers/a.ts', ''),
      at('core/app/TunnelBook.ts', ''),
    ],
  },
  {
    name: 'no check is switched off',
    check: silenced,
    broken: [
      at('core/app/a.ts', `// ${'oxlint'}-disable-next-line`),
      at('core/app/b.ts', `/* ${'eslint'}-disable */`),
      at('core/app/c.ts', `// @${'ts'}-ignore`),
      at('core/app/d.ts', `// @${'ts'}-expect-error`),
    ],
  },
  {
    name: 'nothing is tied to one machine or registry',
    check: tiedToAMachine,
    broken: [
      at('script/a.mjs', `fetch('https://${'registry.npm'}js.com')`),
      at('docs/a.md', `see ${'/wo'}rk/main`),
      at('docs/b.md', `in ${'/ro'}ot/.cache`),
      at('docs/c.md', `in ${'/Us'}ers/somebody/code`),
    ],
  },
  {
    name: 'what a comment or a page points to is there',
    check: danglingReferences,
    broken: [
      at('core/app/a.ts', `/** As \`${'docs/reference/ssm'}.md\` says. */`),
      at('core/app/b.ts', `// See ${'aws'}.md`),
      at('core/app/c.ts', `/** Made in \`${'core/app/nothing'}.ts\`. */`),
      at('core/app/d.ts', '// As the design wants it (DESIGN \u00a77)'),
      at('docs/a.md', '[gone](reference/gone.md)'),
      at('docs/b.md', '[gone](architecture.md#no-such-heading)'),
      at('docs/c.md', '# One\n[gone](#two)'),
      at('docs/d.md', `It is in \`${'relay/nothing'}.ts\`.`),
    ],
  },
  {
    name: 'what main listens to can be given back',
    check: leftListening,
    broken: [
      at('main/window/a.ts', "app.on('activate', show)"),
      at('main/parts/b.ts', 'function watch(): void {\n  settings.onChange(() => void finder.find())\n}'),
      at('main/system/c.ts', "powerMonitor.on('suspend', slept)\npowerMonitor.off('resume', woke)"),
    ],
  },
  {
    name: 'what is exported has a user',
    check: idleExports,
    broken: [
      at('domain/port-plan/a.ts', 'export function portNobodyAsksFor(): number {\n  return 1\n}'),
      at('domain/port-plan/b.ts', 'export const nobodysPort = 1'),
      at(
        'domain/port-plan/c.ts',
        'export function portOfTests(): number {\n  return 1\n}\nconst twice = () => 2 * portOfTests()',
      ),
    ],
  },
  {
    name: 'every test asserts something',
    check: idleTests,
    broken: [
      at('test/unit/a.test.ts', "test('starts', async () => {\n  await start()\n})"),
      at(
        'test/unit/b.test.ts',
        "  it.each([\n    [1],\n  ])(\n    'takes %s',\n    async (n) => {\n      take(n)\n    },\n  )",
      ),
      at('test/unit/c.test.ts', "const help = () => start()\nit('helps', () => help())\nfunction expectNothing() {}"),
      at(
        'test/e2e/d.spec.ts',
        "test('opens', async ({ page }) => {\n  // expect(page)\n  await page.click(`expect`)\n})",
      ),
    ],
  },
  {
    name: 'no test is left focused',
    check: focusedTests,
    broken: [at('test/unit/a.test.ts', "test.only('a', () => {})")],
  },
  {
    name: 'a test that replaces a module has its process for itself',
    check: sharedReplacements,
    broken: [at('test/unit/a.test.ts', "vi.mock('b')"), at('test/unit/relay/c.test.ts', "vi.doMock('d')")],
  },
]

test.each(rules)('$name', ({ check }) => {
  expect(check(files)).toEqual([])
})

const samples = rules.flatMap(({ name, check, broken }) => broken.map((sample) => ({ name, check, sample })))
test.each(samples)('$name: $sample.path is caught', ({ check, sample }) => {
  expect(check([sample])).toHaveLength(1)
})

test('every test asserts something: also by a helper of its own or of a file that it imports', () => {
  const helper = at('test/support/a.ts', 'export function seesIt(): void {\n  expect(1).toBe(1)\n}')
  const user = at('test/unit/a.test.ts', "import { seesIt } from '#test/support/a.ts'\nit('sees', () => seesIt())")
  expect(idleTests([helper, user])).toEqual([])
  expect(idleTests([helper, at('test/unit/b.test.ts', "it('sees', () => seesIt())")])).toHaveLength(1)
})

test('what is exported has a user: tests are none, but a limit may be read by them', () => {
  const door = at(
    'domain/a.ts',
    'export const mostDoors = 3\nexport function isFull(n: number) {\n  return n > mostDoors\n}',
  )
  const reader = at('test/unit/a.test.ts', "import { isFull, mostDoors } from '#domain/a.ts'")
  expect(idleExports([door, reader])).toEqual(['domain/a.ts: isFull is exported for nobody but tests'])
  expect(idleExports([door, reader, at('relay/a.ts', "import { isFull } from '#domain/a.ts'")])).toEqual([])
})

test('every runtime dependency has its reason written down', () => {
  const description = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object }
  const document = readFileSync(join(root, 'docs', 'decisions', 'dependencies.md'), 'utf8')
  expect(unexplained(Object.keys(description.dependencies), document)).toEqual([])
  expect(unexplained(['left-pad'], document)).toEqual(['left-pad'])
})
