import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { runClient } from '#test/support/real-clients.ts'

const root = join(import.meta.dirname, '../../..')
/** Each downloads an npm. */
const downloadMs = 3 * 60_000

interface Manifest {
  readonly engines: { readonly npm: string }
  readonly allowScripts: Readonly<Record<string, boolean>>
}

const ours = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest

/** Every major that the engines allow. */
function allowedMajors(): readonly number[] {
  const range = /^>=(\d+) <(\d+)$/.exec(ours.engines.npm)
  if (range === null) throw new Error(`engines.npm is no range of majors: ${ours.engines.npm}`)
  const [first, end] = [Number(range[1]), Number(range[2])]
  return Array.from({ length: end - first }, (_, index) => first + index)
}

let folder = ''
/** Written by whatever runs of the hostile package. */
let mark = ''

/** A project with our settings, and a package that runs at every moment npm knows; also where nobody wrote a script for it. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'culvert-install-'))
  mark = join(folder, 'ran')
  const [hostile, app] = [join(folder, 'package'), join(folder, 'app')]
  for (const path of [hostile, app]) mkdirSync(path)
  const note = (when: string): string => `node -e "require('fs').appendFileSync(process.env.MARK, '${when} ')"`
  const moments = ['preinstall', 'install', 'postinstall', 'prepare']
  const scripts = Object.fromEntries(moments.map((when) => [when, note(when)]))
  writeFileSync(join(hostile, 'package.json'), JSON.stringify({ name: 'hostile', version: '1.0.0', scripts }))
  await runClient('tar', ['-czf', join(folder, 'hostile.tgz'), '-C', folder, 'package'])
  const dependencies = { hostile: 'file:../hostile.tgz' }
  const allowScripts = { ...ours.allowScripts, hostile: false }
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name: 'app', version: '1.0.0', private: true, dependencies, allowScripts }),
  )
  copyFileSync(join(root, '.npmrc'), join(app, '.npmrc'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Settings of an npm above us would count as well, ours among them. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$)/i.test(name))
  return { ...Object.fromEntries(kept), npm_config_update_notifier: 'false', MARK: mark }
}

function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const options = { cwd, env: cleanEnvironment(), shell: process.platform === 'win32' }
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) =>
      error === null ? resolve() : reject(new Error(`${args.join(' ')}: ${stdout}${stderr}`)),
    )
  })
}

/** Gets an npm of one major, and gives what runs it in the project and tells what of the package ran. */
async function getNpm(test: TestContext, major: number): Promise<(args: readonly string[]) => Promise<string>> {
  const place = join(folder, 'npm')
  mkdirSync(place)
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline']
  await run('npm', ['install', ...quiet, '--ignore-scripts', '--no-save', `npm@${major}`], place).catch(
    (error: Error) => test.skip(`npm ${major} can not be had here: ${error.message.slice(0, 300)}`),
  )
  const program = join(place, 'node_modules', 'npm', 'bin', 'npm-cli.js')
  return async (args) => {
    await run(process.execPath, [program, ...args, ...quiet], join(folder, 'app'))
    return existsSync(mark) ? readFileSync(mark, 'utf8').trim() : ''
  }
}

describe.each(allowedMajors())('npm %i', (major) => {
  it(
    'runs nothing of a package that it installs, with our settings',
    async (test) => {
      const npm = await getNpm(test, major)
      expect(await npm(['install'])).toBe('')
      expect(existsSync(join(folder, 'app', 'node_modules', 'hostile', 'package.json'))).toBe(true)
      expect(await npm(['ci'])).toBe('')
    },
    downloadMs,
  )
})

it(
  'is not held by the list of allowed scripts alone: npm 10 knows none',
  async (test) => {
    writeFileSync(join(folder, 'app', '.npmrc'), 'strict-allow-scripts=true\n')
    const npm = await getNpm(test, 10)
    expect(await npm(['install'])).toContain('postinstall')
  },
  downloadMs,
)
