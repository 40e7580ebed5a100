import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ask, expect, signInAtOnce, test } from './fixtures.ts'

async function tokenFiles(home: string): Promise<readonly string[]> {
  const folder = join(home, '.aws', 'sso', 'cache')
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')))
  return texts.filter((text) => text.includes('accessToken'))
}

test('a token is shared with the AWS CLI by default, readable by the user alone', async ({ culvert, sandbox }) => {
  await signInAtOnce(culvert, sandbox)
  const home = sandbox.environment['HOME'] ?? ''
  expect(await tokenFiles(home)).toHaveLength(1)
  const folder = join(home, '.aws', 'sso', 'cache')
  const modes = await Promise.all(
    (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).mode & 0o777),
  )
  expect(new Set(modes)).toEqual(new Set([0o600]))
})

test('a token kept in the keychain is in no file, and comes back after a restart', async ({
  culvert,
  sandbox,
  launchAgain,
}, info) => {
  // The keyring is asked while the window comes up; the answer may come a moment later.
  await expect.poll(async () => (await ask(culvert.page, 'app.snapshot')).revision).toBeGreaterThan(0)
  const { app } = await ask(culvert.page, 'app.snapshot')
  if (app.secretStore === 'none') info.skip(true, 'there is no keyring on this desktop')
  await ask(culvert.page, 'settings.change', { tokenPlace: 'keychain' })
  await signInAtOnce(culvert, sandbox)
  expect(await tokenFiles(sandbox.environment['HOME'] ?? '')).toEqual([])
  await culvert.quit()
  const again = await launchAgain()
  await expect(again.page.getByRole('button', { name: /^Account/ })).toContainText('Signed in')
  await ask(again.page, 'signIn.signOut', { session: 'harborline' })
})

test('no token, key or signature is in the log, in the page, or in an argument', async ({ culvert, sandbox }) => {
  await signInAtOnce(culvert, sandbox)
  const [text = ''] = await tokenFiles(sandbox.environment['HOME'] ?? '')
  const token = JSON.parse(text) as {
    readonly accessToken: string
    readonly refreshToken: string
    readonly clientSecret: string
  }
  const secrets = [token.accessToken, token.refreshToken, token.clientSecret]
  const log = await readFile(join(culvert.userData, 'logs', 'culvert.jsonl'), 'utf8')
  const page = JSON.stringify(await ask(culvert.page, 'app.snapshot')) + (await culvert.page.content())
  const argumentsOfAll = await Promise.all(
    (await culvert.processIds()).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8)
    for (const place of [log, page, ...argumentsOfAll]) expect(place.includes(secret)).toBe(false)
  }
})
