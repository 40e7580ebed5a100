import { describe, expect, it } from 'vitest'
import type { PluginState } from '#contract/snapshot.ts'
import type { Log, ProgramRun } from '#core/app/ports.ts'
import { createPluginFinder } from '../../../main/parts/plugin-finder.ts'

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const good: ProgramRun = { kind: 'exited', code: 0, output: '1.2.835.0\n' }
const missing: ProgramRun = { kind: 'not-started', errorCode: 'ENOENT' }

function open() {
  const world = { now: 0, setting: null as string | null, answers: new Map<string, ProgramRun | Promise<ProgramRun>>() }
  const asked: string[] = []
  const told: PluginState[] = []
  const finder = createPluginFinder({
    clock: { now: () => world.now },
    log: silent,
    platform: 'linux',
    environment: {},
    setting: () => world.setting,
    loginShellPath: async () => null,
    run: async (path) => {
      asked.push(path)
      return await (world.answers.get(path) ?? missing)
    },
  })
  finder.onChange((state) => told.push(state))
  return { world, asked, told, finder }
}

describe('the finder of the plugin', () => {
  it('believes an answer for a while, a good one longer', async () => {
    const { world, asked, finder } = open()
    world.setting = '/opt/mine'
    expect(await finder.find()).toMatchObject({ ok: false, error: { code: 'ENGINE_NOT_FOUND' } })
    world.answers.set('/opt/mine', good)
    await finder.find()
    expect(asked).toHaveLength(1)
    world.now = 5_000
    expect(await finder.find()).toEqual({ ok: true, value: { path: '/opt/mine', version: '1.2.835.0' } })
    world.now = 64_999
    await finder.find()
    expect(asked).toHaveLength(2)
    world.now = 65_000
    await finder.find()
    expect(asked).toHaveLength(3)
  })

  it('tells what a path comes to, as soon as it is another one', async () => {
    const { world, told, finder } = open()
    world.answers.set('/usr/local/bin/session-manager-plugin', good)
    await finder.find()
    world.setting = '/opt/mine'
    await finder.find()
    world.setting = null
    await finder.find()
    expect(told.map(({ state }) => state)).toEqual(['found', 'looking', 'broken', 'looking', 'found'])
    expect(finder.state()).toMatchObject({ path: '/usr/local/bin/session-manager-plugin', fitness: 'good' })
  })

  it('is silent about a path that was given up while it was tried', async () => {
    const { world, told, finder } = open()
    let answer: (run: ProgramRun) => void = () => {}
    world.answers.set('/opt/slow', new Promise((resolve) => (answer = resolve)))
    world.setting = '/opt/slow'
    const slow = finder.find()
    world.setting = '/opt/gone'
    await finder.find()
    answer(good)
    await slow
    expect(told).toMatchObject([{ state: 'broken', problem: { details: { path: '/opt/gone' } } }])
  })
})
