import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { monotonicClock } from '#relay/clock.ts'
import { sweepOrphans } from '#relay/process/orphan-sweep.ts'
import type { ProcessMark } from '#relay/process/run-file.ts'
import { startTimeOf } from '#relay/process/start-time.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import type { CarrierOrder } from './stream-carrier.ts'
import { StreamWorld } from './stream-world.ts'

/** A busy machine starts programs slowly. */
const patient = { timeout: 15_000 }
const root = fileURLToPath(new URL('../../..', import.meta.url))
const plugin = await findOfficialPlugin()

interface Configs {
  testProgram(entry: string): { config(to: { readonly outDir: string; readonly watch: null }): InlineConfig }
}

describe('AWS’s plugin under a program that is killed', () => {
  let folder: string
  let world: StreamWorld
  let carrier: ChildProcess | null = null
  let left: readonly ProcessMark[] = []

  beforeAll(async () => {
    mkdirSync(join(root, '.cache', 'test'), { recursive: true })
    folder = mkdtempSync(join(root, '.cache', 'test', 'carrier-'))
    const configs = (await import(new URL('../../../script/vite-configs.mjs', import.meta.url).href)) as Configs
    const program = configs.testProgram('test/integration/relay/stream-carrier.ts')
    await build(program.config({ outDir: folder, watch: null }))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  beforeEach(async (context) => {
    if (plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    world = await StreamWorld.start('plugin', plugin)
    await world.world.serve((socket) => void socket.write('SSH-2.0-test\r\n'))
    return () => world.close()
  })
  afterEach(async () => {
    carrier?.kill('SIGKILL')
    carrier = null
    await sweepOrphans(left, monotonicClock)
  })

  it.each([
    ['shell', { sessionType: 'Standard_Stream' }],
    ['stdio', { properties: { portNumber: '22' } }],
  ] as const)('ends by itself in a %s session, for its input has ended', async (kind, wishes) => {
    const runFile = join(folder, `${kind}.json`)
    const program = fork(join(folder, 'index.mjs'), [], { execArgv: [] })
    carrier = program
    const order: CarrierOrder = { kind, grant: world.grant(wishes), runFile }
    program.send(order)
    expect((await once(program, 'message'))[0]).toBe('ok')
    const marks = (): readonly ProcessMark[] =>
      (JSON.parse(readFileSync(runFile, 'utf8')) as { children: ProcessMark[] }).children
    await expect.poll(marks, patient).toHaveLength(1)
    left = marks()
    const [mark] = left
    expect(await startTimeOf(mark?.pid ?? 0)).toBe(mark?.startTime)
    program.kill('SIGKILL')
    await once(program, 'exit')
    await expect.poll(() => startTimeOf(mark?.pid ?? 0), patient).not.toBe(mark?.startTime)
  })
})
