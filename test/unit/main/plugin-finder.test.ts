import { describe, expect, it } from 'vitest'
import type { PluginState } from '#contract/snapshot.ts'
import type { Log, ProgramRun } from '#core/app/ports.ts'
import { fail, ok } from '#domain/result.ts'
import { createPluginFinder } from '../../../main/parts/plugin-finder.ts'

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const good: ProgramRun = { kind: 'exited', code: 0, output: '1.2.835.0\n' }
const installed = '/usr/local/bin/session-manager-plugin'
const onPath = '/opt/tools/session-manager-plugin'

function open(present: readonly string[] = []) {
  const world = {
    now: 0,
    setting: null as string | null,
    files: new Map<string, ProgramRun | Promise<ProgramRun>>(present.map((path) => [path, good])),
    edition: 1,
    /** What each look at a path waits for. */
    judging: Promise.resolve(),
  }
  const ran: string[] = []
  const told: PluginState[] = []
  const finder = createPluginFinder({
    clock: { now: () => world.now },
    log: silent,
    platform: 'linux',
    environment: { PATH: '/opt/tools' },
    setting: () => world.setting,
    loginShellPath: async () => null,
    judge: async (path) => {
      await world.judging
      return world.files.has(path) ? ok(path) : fail('ENGINE_NOT_FOUND', { path })
    },
    identify: async () => ok({ device: '1', inode: '2', size: world.edition, sha256: '0'.repeat(64) }),
    stamp: async () => `${world.edition}`,
    checkSignature: async () => ok(undefined),
    run: async (path) => {
      ran.push(path)
      return await (world.files.get(path) ?? good)
    },
  })
  finder.onChange((state) => told.push(state))
  return { world, ran, told, finder }
}

describe('the finder of the plugin', () => {
  it('runs nothing until a session or the user asks', async () => {
    const { ran, told, finder } = open([installed])
    await finder.look()
    await finder.look()
    expect(ran).toEqual([])
    expect(told).toEqual([{ state: 'unchecked', path: installed }])
    await finder.find()
    expect(ran).toEqual([installed])
    await finder.look()
    expect(finder.state()).toMatchObject({ state: 'found', version: '1.2.835.0', fitness: 'good' })
  })

  it('looks on PATH only when the user asks', async () => {
    const { finder, told } = open([onPath])
    await finder.look()
    expect(await finder.find()).toMatchObject({ ok: false, error: { code: 'ENGINE_NOT_FOUND' } })
    expect(told.map(({ state }) => state)).toEqual(['missing'])
    expect(await finder.check()).toMatchObject({ ok: true, value: { path: onPath, by: 'on-path' } })
  })

  it('believes an answer for a while, a good one longer', async () => {
    const { world, ran, finder } = open()
    world.setting = '/opt/mine'
    expect(await finder.find()).toMatchObject({ ok: false, error: { code: 'ENGINE_NOT_FOUND' } })
    world.files.set('/opt/mine', good)
    await finder.find()
    expect(ran).toHaveLength(0)
    world.now = 5_000
    expect(await finder.find()).toMatchObject({ ok: true, value: { path: '/opt/mine', version: '1.2.835.0' } })
    world.now = 64_999
    await finder.find()
    expect(ran).toHaveLength(1)
    world.now = 65_000
    await finder.find()
    expect(ran).toHaveLength(2)
  })

  it('does not believe it of a file that was replaced', async () => {
    const { world, ran, finder } = open([installed])
    await finder.find()
    world.edition = 2
    expect(await finder.find()).toMatchObject({ ok: true, value: { identity: { size: 2 } } })
    expect(ran).toHaveLength(2)
  })

  it('tells what a path comes to, as soon as it is another one', async () => {
    const { world, told, finder } = open([installed])
    await finder.find()
    world.setting = '/opt/mine'
    await finder.find()
    world.setting = null
    await finder.find()
    expect(told.map(({ state }) => state)).toEqual(['found', 'looking', 'broken', 'looking', 'found'])
    expect(finder.state()).toMatchObject({ path: installed, fitness: 'good' })
  })

  it('keeps a version that was read while it looked for the file', async () => {
    const { world, told, finder } = open([installed, '/opt/mine'])
    await finder.look()
    let goOn: () => void = () => {}
    world.judging = new Promise((resolve) => (goOn = resolve))
    world.setting = '/opt/mine'
    const looking = finder.look()
    world.judging = Promise.resolve()
    await finder.check()
    goOn()
    await looking
    expect(told.map(({ state }) => state)).toEqual(['unchecked', 'looking', 'found'])
    expect(finder.state()).toMatchObject({ path: '/opt/mine', version: '1.2.835.0' })
  })

  it.each([null, '/opt/mine'])(
    'keeps a version that was read before it first looked for the file (%s)',
    async (chosen) => {
      const { world, told, finder } = open([installed, '/opt/mine'])
      world.setting = chosen
      await finder.check()
      await finder.look()
      expect(told.map(({ state }) => state)).toEqual(['found'])
      expect(finder.state()).toMatchObject({ path: chosen ?? installed, version: '1.2.835.0' })
    },
  )

  it('is silent about a path that was given up while it was tried', async () => {
    const { world, told, finder } = open()
    let answer: (run: ProgramRun) => void = () => {}
    world.files.set('/opt/slow', new Promise((resolve) => (answer = resolve)))
    world.setting = '/opt/slow'
    const slow = finder.find()
    world.setting = '/opt/gone'
    await finder.find()
    answer(good)
    await slow
    expect(told.at(-1)).toMatchObject({ state: 'broken', problem: { details: { path: '/opt/gone' } } })
  })
})
