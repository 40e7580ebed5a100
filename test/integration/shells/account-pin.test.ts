import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { ShellWorld } from './shell-world.ts'

const account = '482100973316'
const tunnel = '00000000-0000-4000-8000-000000000001'
const profile = { type: 'named', name: 'mine' } as const

let home: string
let sandbox: Sandbox
let world: ShellWorld

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'culvert-home-'))
  sandbox = await startSandbox({ databases: [], home, behaviour: { firstOutputMs: 0 } })
  const role = `role_arn = arn:aws:iam::${account}:role/DatabaseTunnel`
  await appendFile(
    sandbox.environment['AWS_CONFIG_FILE'] ?? '',
    `\n[profile mine]\n${role}\nsource_profile = ci-tunnel\n`,
  )
  world = await ShellWorld.open(sandbox, null)
})
afterEach(async () => {
  await world.close()
  await sandbox.stop()
  await rm(home, { recursive: true, force: true })
})

const actions = (name: string): number => sandbox.state().calls.filter(({ action }) => action === name).length

describe('a shell that was opened from a tunnel', () => {
  it('is not opened with other credentials than the tunnel is for, nor again; with them it is', async () => {
    world.pinned.set(tunnel, { accountId: account, name: 'SomebodyElse' })
    const id = world.start({ profile, tunnel })
    await expect(world.is(id, 'open')).rejects.toThrow('IDENTITY_CHANGED')
    world.again(id)
    await expect(world.is(id, 'open')).rejects.toThrow('IDENTITY_CHANGED')
    expect(actions('StartSession')).toBe(0)
    world.pinned.set(tunnel, { accountId: account, name: 'DatabaseTunnel' })
    world.again(id)
    await world.is(id, 'open')
  })

  it('is held to nothing where it is from elsewhere', async () => {
    world.pinned.set(tunnel, { accountId: account, name: 'SomebodyElse' })
    await world.open({ profile })
    expect(actions('GetCallerIdentity')).toBe(0)
  })
})
