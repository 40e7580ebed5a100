import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layOutPackagedApp, type PackagedApp } from '../../support/packaged-app.ts'

let app: PackagedApp

beforeAll(async () => {
  app = await layOutPackagedApp()
})
afterAll(async () => await app.remove())

test.for([
  ['no-sandbox', '--no-sandbox', 'outside the sandbox'],
  ['remote-debugging-port', '--remote-debugging-port=0', 'lets other programs into it'],
  ['js-flags', '--js-flags=--allow-natives-syntax', 'lets other programs into it'],
] as const)(
  'an installed app says that it does not start with --%s, and builds nothing',
  async ([name, given, said], { skip }) => {
    // Elsewhere an installation is a folder of another shape.
    if (process.platform !== 'linux') skip('an installation is laid out for Linux only')
    // Root has no sandbox to begin with; a user who has none would be refused for that first.
    const isAboutSandbox = name === 'no-sandbox'
    const user = isAboutSandbox ? 'other' : process.getuid?.() === 0 ? 'root' : 'other'
    const switches = user === 'root' ? ['--no-sandbox', given] : [given]
    const line = await app.saysAtStart(/It was started with/, { switches, user })
    expect(line).toContain(`--${name}`)
    expect(line).toContain(said)
    expect(await readdir(app.userData)).not.toContain('logs')
  },
)
