import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runClient } from '#test/support/real-clients.ts'

const root = join(import.meta.dirname, '../../..')
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-package-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('runs from the package’s tarball, without anything beside it', async () => {
  const packed = await runClient(npm, [
    'pack',
    root,
    '--ignore-scripts=false',
    '--json',
    '--silent',
    '--pack-destination',
    folder,
  ])
  const [tarball] = JSON.parse(packed) as readonly { readonly filename: string; readonly files: readonly unknown[] }[]
  await runClient('tar', ['-xzf', join(folder, tarball?.filename ?? ''), '-C', folder])
  const commands = join(folder, 'package', 'dist', 'culvert-session')
  const environment = { AWS_EC2_METADATA_DISABLED: 'true' }
  for (const file of ['index.mjs', 'bin/session-manager-plugin']) {
    const path = join(commands, file)
    expect(await runClient(process.execPath, [path, '--version'])).toMatch(/^1\.\d+\.\d+\.0\n$/)
    // A session takes every part: the engine, and the SDK to end what it could not open.
    const streamUrl = 'ws://127.0.0.1:1/v1/data-channel/s-1?role=publish_subscribe'
    const response = JSON.stringify({ SessionId: 's-1', TokenValue: 'none', StreamUrl: streamUrl })
    const session = [path, response, 'eu-west-1', 'StartSession', '', '{"Target":"i-1"}', 'http://127.0.0.1:1']
    expect(await runClient(process.execPath, session, environment)).toContain('connect ECONNREFUSED 127.0.0.1:1')
  }
})
