import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProfileRef } from '#contract/tunnel.ts'
import { tokenFileName } from '#core/store/token-format.ts'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { openIdentity } from './identity-setup.ts'

const role: ProfileRef = { type: 'sso', session: 'harborline', accountId: '730155204418', roleName: 'PowerUser' }
const harborline = { name: 'harborline', startUrl: 'https://harborline.awsapps.com/start', region: 'ap-northeast-1' }
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterAll(() => sandbox.stop())

/** What stands in the way, and the codes that systems have for it. */
const obstacles: readonly (readonly [string, (home: string) => Promise<unknown>, readonly string[]])[] = [
  [
    'a file where the folder should be',
    async (home) => {
      await mkdir(join(home, '.aws'))
      await writeFile(join(home, '.aws', 'sso'), '')
    },
    ['ENOTDIR', 'EEXIST'],
  ],
  [
    'a folder of the same name',
    (home) => mkdir(join(home, '.aws', 'sso', 'cache', tokenFileName(harborline)), { recursive: true }),
    ['EISDIR', 'ENOTEMPTY', 'EPERM'],
  ],
  [
    'a folder without the right to write',
    async (home) => {
      await mkdir(join(home, '.aws', 'sso', 'cache'), { recursive: true })
      await chmod(join(home, '.aws', 'sso', 'cache'), 0o500)
    },
    ['EACCES'],
  ],
]

it.for(obstacles)(
  'a token that cannot be written for %s is used until the app quits: one page, and the truth told',
  async (row, context) => {
    const [what, obstruct, codes] = row
    if (codes.includes('EACCES') && process.getuid?.() === 0) context.skip('rights do not count for the superuser')
    const home = await mkdtemp(join(tmpdir(), 'culvert-home-'))
    await obstruct(home)
    const blocked = await openIdentity({ ...sandbox.environment, HOME: home })
    expect(await blocked.signIns.ensure(role, 'client')).toMatchObject({ ok: true })
    expect(await blocked.signIns.ensure(role, 'client')).toMatchObject({ ok: true })
    expect(await blocked.credentials.credentialsOf(role)).toMatchObject({ ok: true })
    expect(blocked.pages).toHaveLength(1)
    expect(blocked.signIns.views()[0]?.status.kind).toBe('signed-in')
    const details = blocked.problems.current().map((problem) => problem.code === 'TOKEN_NOT_WRITTEN' && problem.details)
    expect(details).toMatchObject([{ session: 'harborline', file: expect.stringContaining(home) as string }])
    expect(codes, what).toContain(details[0] ? details[0].reason : '')
    await blocked.signIns.signOut('harborline')
    expect(blocked.signIns.views()[0]?.status.kind).toBe('signed-out')
    await blocked.dispose()
    await rm(home, { recursive: true })
  },
)
