import type { ProgramIdentity } from '#contract/program-file.ts'
import { identityOf } from '#test/support/official-plugin.ts'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { monotonicClock } from '#relay/clock.ts'
import type { EngineHost } from '#relay/engine/engine.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { createFakePlugin, type FakePlugin, type FakePluginMode } from '#test/support/fake-plugin.ts'
import { grantFor } from '#test/support/grants.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

/** A busy machine starts programs slowly. */
const patient = { timeout: 15_000 }

describe.each(['forward', 'shell', 'stdio'] as const)('a plugin that is none, asked for a %s session', (kind) => {
  let folder: string
  let children: ChildKeeper
  let plugin: FakePlugin | null
  let said: string[]

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'culvert-test-'))
    children = new ChildKeeper(monotonicClock, null)
    plugin = null
    said = []
  })

  afterEach(async () => {
    await children.dispose(0)
    plugin?.remove()
    rmSync(folder, { recursive: true })
  })

  async function startAt(
    path: string,
    clock: Clock = monotonicClock,
    known?: ProgramIdentity,
  ): Promise<Result<object>> {
    const host: EngineHost = {
      renewPass: () => Promise.resolve(null),
      credentials: () => Promise.resolve(null),
      endpointFailed: () => undefined,
      resumed: () => undefined,
      log: (_level, event) => said.push(event),
    }
    const identity = known ?? (await identityOf(path))
    const engine = { name: 'plugin', path, identity, version: '1.2.764.0', ssmEndpoint: 'http://127.0.0.1:9' } as const
    const environment = { PATH: process.env['PATH'] ?? '' }
    const start = createPluginEngine({ children, clock, environment })[kind]
    return start(grantFor({ port: 5432, engine }), host, new AbortController().signal)
  }

  function write(content: string | Buffer, mode: number): string {
    const path = join(folder, 'session-manager-plugin')
    writeFileSync(path, content)
    chmodSync(path, mode)
    return path
  }

  /** A program for a processor that is not this one's. */
  const foreign = (): Buffer => {
    const header = Buffer.alloc(4_096)
    header.write('\x7fELF\x02\x01\x01', 'latin1')
    header.writeUInt16LE(2, 16)
    header.writeUInt16LE(0xbeef, 18)
    return header
  }

  const made = join('somewhere', 'session-manager-plugin')
  it.each<[string, () => string, string, string | undefined]>([
    ['a wrong path', () => join(folder, made), 'ENGINE_NOT_FOUND', undefined],
    ['a file for a folder', () => join(write('', 0o755), made), 'ENGINE_NOT_FOUND', undefined],
    ['a bare name', () => 'session-manager-plugin', 'ENGINE_UNUSABLE', 'not-absolute'],
    ['a text file', () => write('notes\n', 0o644), 'ENGINE_UNUSABLE', 'not-executable'],
    ['a text file with the permission to run', () => write('touch run\n', 0o755), 'ENGINE_UNUSABLE', 'not-executable'],
    ['an empty file', () => write('', 0o755), 'ENGINE_UNUSABLE', 'not-executable'],
    ['a folder', () => folder, 'ENGINE_UNUSABLE', 'not-executable'],
    ['a program without permission', () => write('#!/bin/sh\n', 0o644), 'ENGINE_UNUSABLE', 'not-executable'],
    ['a program for other processors', () => write(foreign(), 0o755), 'ENGINE_UNUSABLE', 'not-executable'],
    ['a script without its interpreter', () => write('#!/no/such/sh\n', 0o755), 'ENGINE_UNUSABLE', 'not-executable'],
  ])('says of %s which path it is and what is wrong', async (_name, make, code, reason) => {
    const path = make()
    const startedAt = performance.now()
    const started = await startAt(path)
    const details = reason === undefined ? { path } : { path, reason }
    expect(started).toMatchObject({ ok: false, error: { code, details } })
    expect(performance.now() - startedAt).toBeLessThan(9_000)
    expect(children.count).toBe(0)
  })

  it('says of one that exits at once how it ended', async () => {
    plugin = createFakePlugin('exits-at-once', 0)
    const started = await startAt(plugin.path)
    const error = { code: 'ENGINE_FAILED', details: { path: plugin.path, reason: 'ended', ending: 'exit 0' } }
    expect(started).toMatchObject({ ok: false, error })
  })

  it('does not start one that is another than main looked at', async () => {
    plugin = createFakePlugin('exits-at-once', 0)
    const known = await identityOf(plugin.path)
    const { path } = plugin
    for (const identity of [
      { ...known, sha256: '0'.repeat(64) },
      { ...known, size: known.size + 1 },
      { ...known, inode: '1' },
      { ...known, device: '1' },
    ]) {
      const changed = { code: 'ENGINE_UNUSABLE', details: { path, reason: 'changed' } }
      expect(await startAt(path, monotonicClock, identity)).toEqual({ ok: false, error: changed })
    }
    expect(hasRun(plugin)).toBe(false)
  })

  it('says of one that can not go on why, whether or not it goes', async () => {
    plugin = createFakePlugin('says-cannot-start-and-hangs', 0)
    expect(await startAt(plugin.path)).toMatchObject({ ok: false, error: { code: 'DATA_CHANNEL_UNREACHABLE' } })
    expect(children.count).toBe(0)
  })

  it('passes on what the service says instead of a session', async () => {
    plugin = createFakePlugin('ended-by-agent', 0)
    expect(await startAt(plugin.path)).toMatchObject({ ok: false, error: { code: 'ENDPOINT_FORBIDDEN' } })
  })

  it.each<[FakePluginMode, () => boolean]>([
    ['silent', () => hasRun(plugin)],
    ['half-a-line', () => said.length > 0 || hasRun(plugin)],
  ])('gives one up after five seconds that is %s', async (mode, hasCome) => {
    const clock = new ManualClock()
    plugin = createFakePlugin(mode, 0)
    const starting = startAt(plugin.path, clock)
    await expect.poll(hasCome, patient).toBe(true)
    clock.pass(5_000)
    await stepping(clock, starting)
    const error = { code: 'ENGINE_FAILED', details: { path: plugin.path } }
    expect(await starting).toMatchObject({ ok: false, error })
    expect(children.count).toBe(0)
  })

  it.each<FakePluginMode>(['endless-lines', 'endless-bytes'])('does not listen to %s', async (mode) => {
    const clock = new ManualClock()
    plugin = createFakePlugin(mode, 0)
    const started = await startAt(plugin.path, clock)
    const details = { path: plugin.path, reason: 'not-understood' }
    expect(started).toMatchObject({ ok: false, error: { code: 'ENGINE_FAILED', details } })
    expect(said.length).toBeLessThan(50)
    expect(children.count).toBe(0)
  })
})

/** Lets a manual clock run until the work is done: what is stopped is given its time, and then killed. */
async function stepping(clock: ManualClock, work: Promise<unknown>): Promise<void> {
  let isDone = false
  void work.finally(() => (isDone = true))
  while (!isDone) {
    clock.pass(100)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function hasRun(plugin: FakePlugin | null): boolean {
  try {
    return plugin?.report() !== undefined
  } catch {
    return false
  }
}
