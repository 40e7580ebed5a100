import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureSystemPackages } from '../../../script/setup/system-packages.mjs'

let folder = ''
let servicePolicy = ''
/** What the policy answered at each call of apt-get: a status, or `none` where no policy was. */
let answers = ''

/** Debian's programs in the PATH of the set-up: nothing is installed yet, and apt-get asks the policy as the packages' scripts do. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culvert-packages-'))
  servicePolicy = join(folder, 'policy-rc.d')
  answers = join(folder, 'answers')
  program('dpkg-query', '')
  program(
    'apt-get',
    `if [ -x '${servicePolicy}' ]; then '${servicePolicy}' ssh start; echo $? >> '${answers}'; else echo none >> '${answers}'; fi`,
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, name), 0o755)
}

const asked = (): readonly string[] => readFileSync(answers, 'utf8').trim().split('\n')
/** A machine where we are root, with those programs before its own. */
function machine() {
  const environment = { PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` }
  return { hasApt: true, isRoot: true, servicePolicy, environment }
}

it('lets no service start while packages are installed, and lets them start again afterwards', async () => {
  await ensureSystemPackages(['databases'], machine())
  expect(asked()).toEqual(['101', '101'])
  expect(existsSync(servicePolicy)).toBe(false)
})

it('lets services start again when packages cannot be installed', async () => {
  program('apt-get', 'exit 100')
  await ensureSystemPackages(['databases'], machine())
  expect(existsSync(servicePolicy)).toBe(false)
})

it('leaves an administrator’s own policy as it is', async () => {
  program('policy-rc.d', 'exit 104')
  await ensureSystemPackages(['databases'], machine())
  expect(asked()).toEqual(['104', '104'])
  expect(spawnSync(servicePolicy).status).toBe(104)
})

it('touches nothing as a user who may not install', async () => {
  await ensureSystemPackages(['databases'], { ...machine(), isRoot: false })
  expect(existsSync(answers)).toBe(false)
})
