import { pluginEngineAt } from '#test/support/official-plugin.ts'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '#domain/clock/clock.ts'
import { monotonicClock } from '#relay/clock.ts'
import type { Engine, EngineHost } from '#relay/engine/engine.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { sweepOrphans } from '#relay/process/orphan-sweep.ts'
import { type ProcessMark, RunFile } from '#relay/process/run-file.ts'
import { createFakePlugin, type FakePlugin, type FakePluginMode } from '#test/support/fake-plugin.ts'
import { grantFor } from '#test/support/grants.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { reading } from './stream-world.ts'

/** A busy machine starts programs slowly. */
const patient = { timeout: 15_000 }

describe('the end of a plugin', () => {
  let folder: string
  let children: ChildKeeper
  let plugin: FakePlugin
  /** What happened, in order. */
  let steps: string[]
  let terminate: () => Promise<void>

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'culvert-test-'))
    children = new ChildKeeper(monotonicClock, null)
    steps = []
    terminate = async () => {}
  })

  afterEach(async () => {
    await children.dispose(0)
    plugin.remove()
    rmSync(folder, { recursive: true })
  })

  function host(): EngineHost {
    return {
      renewPass: () => Promise.resolve(null),
      credentials: () => Promise.resolve(null),
      endpointFailed: () => undefined,
      resumed: () => undefined,
      log: () => undefined,
      terminate: () => terminate(),
    }
  }

  async function start<K extends 'forward' | 'shell' | 'stdio'>(
    mode: FakePluginMode,
    kind: K,
    clock: Clock = monotonicClock,
  ): Promise<Awaited<ReturnType<Engine[K]>>> {
    plugin = createFakePlugin(mode, 0)
    const engine = await pluginEngineAt(plugin.path)
    const environment = { PATH: process.env['PATH'] ?? '' }
    const engines = createPluginEngine({ children, clock, environment })
    const grant = grantFor({ port: 5432, engine })
    const started = engines[kind](grant, host(), new AbortController().signal) as ReturnType<Engine[K]>
    return await started
  }

  const seen = (): number => plugin.report().signals ?? 0

  it('comes by SIGINT, without a word to the service, from one that hears it', async () => {
    terminate = async () => void steps.push('TerminateSession')
    const started = await start('healthy', 'forward', new ManualClock())
    if (!started.ok) throw new Error(started.error.code)
    await started.value.stop(3_000)
    expect(steps).toEqual([])
    expect(children.count).toBe(0)
  })

  it('comes by SIGINT, then TerminateSession, then a kill, each awaited, from one that hears nothing', async () => {
    let answer: () => void = () => {}
    terminate = () => {
      steps.push(`TerminateSession after ${seen()} SIGINT, ${children.count} running`)
      return new Promise((resolve) => (answer = resolve))
    }
    const started = await start('ignores-signals', 'forward')
    if (!started.ok) throw new Error(started.error.code)
    const startedAt = performance.now()
    const stopping = started.value.stop(2_300).then(() => steps.push('stopped'))
    await expect.poll(() => steps.length, patient).toBe(1)
    expect(steps).toEqual(['TerminateSession after 1 SIGINT, 1 running'])
    expect(performance.now() - startedAt).toBeGreaterThan(900)
    answer()
    await stopping
    expect(children.count).toBe(0)
    expect(performance.now() - startedAt).toBeGreaterThan(1_900)
    expect(performance.now() - startedAt).toBeLessThan(6_000)
  })

  it.each([
    ['does not answer', () => new Promise<void>(() => {})],
    ['can not be asked', () => Promise.reject(new Error('no network'))],
  ])('does not wait for a service that %s', async (_how, ask) => {
    terminate = ask
    const started = await start('ignores-signals', 'forward')
    if (!started.ok) throw new Error(started.error.code)
    const startedAt = performance.now()
    await started.value.stop(900)
    expect(performance.now() - startedAt).toBeLessThan(4_000)
    expect(children.count).toBe(0)
  })

  it.each(['shell', 'stdio'] as const)(
    'comes by the service, then by the end of its input, in a %s session',
    async (kind) => {
      terminate = async () => void steps.push(`TerminateSession after ${seen()} SIGINT, ${children.count} running`)
      const started = await start('streams', kind)
      if (!started.ok) throw new Error(started.error.code)
      const stream = 'stream' in started.value ? started.value.stream : started.value.output
      await reading(stream).until(/ready/)
      await started.value.stop(2_000)
      expect(steps).toEqual(['TerminateSession after 0 SIGINT, 1 running'])
      expect(children.count).toBe(0)
    },
  )

  it('comes with the next relay, also for one with a screen', async () => {
    const path = join(folder, 'relay.json')
    const runFile = new RunFile(path, (message) => steps.push(message))
    await runFile.claim()
    children = new ChildKeeper(monotonicClock, runFile)
    const started = await start('streams', 'shell')
    if (!started.ok) throw new Error(started.error.code)
    const marks = (): readonly ProcessMark[] =>
      (JSON.parse(readFileSync(path, 'utf8')) as { children: ProcessMark[] }).children
    await expect.poll(marks, patient).toHaveLength(1)
    expect(await sweepOrphans(marks(), monotonicClock)).toHaveLength(1)
    await expect.poll(() => children.count, patient).toBe(0)
    expect(steps).toEqual([])
  })
})

describe('a plugin that says nothing after its start', () => {
  let children: ChildKeeper
  let plugin: FakePlugin

  beforeEach(() => {
    children = new ChildKeeper(monotonicClock, null)
    plugin = createFakePlugin('says-nothing-more', 0)
  })

  afterEach(async () => {
    await children.dispose(0)
    plugin.remove()
  })

  it.each([
    ['shell', 'shell', 'HANDSHAKE_TIMED_OUT'],
    ['command', 'shell', 'running'],
    ['connection', 'stdio', 'HANDSHAKE_TIMED_OUT'],
  ] as const)('is taken, for a %s, for what it can be', async (program, kind, outcome) => {
    const clock = new ManualClock()
    const logged: string[] = []
    const engine = await pluginEngineAt(plugin.path)
    const environment = { PATH: process.env['PATH'] ?? '' }
    const starting = createPluginEngine({ children, clock, environment })[kind](
      grantFor({ port: 22, engine }),
      {
        renewPass: () => Promise.resolve(null),
        credentials: () => Promise.resolve(null),
        endpointFailed: () => undefined,
        resumed: () => undefined,
        log: (_level, event) => logged.push(event),
      },
      new AbortController().signal,
      program === 'connection' ? {} : { program },
    )
    await expect.poll(() => logged, patient).toEqual(['plugin-starting'])
    clock.pass(5_000)
    const started = await starting
    expect(started.ok ? 'running' : started.error.code).toBe(outcome)
    expect(children.count).toBe(started.ok ? 1 : 0)
  })
})
