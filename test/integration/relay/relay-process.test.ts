import { pluginEngineAt } from '#test/support/official-plugin.ts'
import { plainGuard } from '#test/support/door-guard.ts'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTimeOf } from '#relay/process/start-time.ts'
import { FactRecorder } from '#test/support/fact-recorder.ts'
import { createFakePlugin, type FakePlugin } from '#test/support/fake-plugin.ts'
import { grantFor } from '#test/support/grants.ts'
import {
  buildRelay,
  forkRelay,
  startRelayProcess,
  type BuiltRelay,
  type RelayInProcess,
} from '#test/support/relay-process.ts'
import { freePort, serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'

const tunnelId = '5d0a3a0e-3f57-4bd8-b6c6-7f3a0f7f2b90'

describe('the relay as a process', () => {
  let built: BuiltRelay
  let folder: string
  let runFile: string
  let echo: TestServer
  let relay: RelayInProcess | null = null
  const plugins: FakePlugin[] = []

  beforeAll(async () => {
    built = await buildRelay()
  })
  afterAll(() => built.remove())

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'culvert-test-'))
    runFile = join(folder, 'relay.json')
    echo = await serveEcho()
  })

  afterEach(async () => {
    await relay?.dispose()
    relay = null
    for (const plugin of plugins.splice(0)) plugin.remove()
    await echo.close()
    rmSync(folder, { recursive: true })
  })

  async function start(): Promise<RelayInProcess> {
    relay = await startRelayProcess({ entry: built.entry, runFile })
    return relay
  }

  it.skipIf(process.platform === 'win32')(
    'tells of clients that it closes because it may open no more files',
    async () => {
      const shell = join(folder, 'few-files')
      writeFileSync(shell, `#!/bin/sh\nulimit -n 100\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 })
      const running = await startRelayProcess({ entry: built.entry, runFile, execPath: shell })
      relay = running
      const port = await freePort()
      running.order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 60_000 })
      await running.facts.waitFor('door-opened')
      const clients = await Promise.all(Array.from({ length: 80 }, () => TestClient.connect(port)))
      let closed = 0
      for (const { socket } of clients) socket.once('end', () => (closed += 1))
      const turnedAway = await running.facts.waitFor('clients-turned-away')
      expect(turnedAway.why).toBe('file-handles')
      expect(closed).toBe(turnedAway.clients)
      expect(closed).toBeLessThan(80)
      for (const { socket } of clients) socket.destroy()
    },
  )

  /** Opens a door with a session that a stand-in plugin carries. Returns the door's port and the plugin's pid. */
  async function carry(
    running: RelayInProcess,
    mode: 'healthy' | 'ignores-signals',
  ): Promise<{ port: number; child: number }> {
    const plugin = createFakePlugin(mode, echo.port)
    plugins.push(plugin)
    const port = await freePort()
    running.order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 10_000 })
    await running.facts.waitFor('door-opened')
    const engine = await pluginEngineAt(plugin.path)
    const grant = grantFor({ port: 5432, engine })
    running.order({ type: 'start-session', grant })
    running.order({ type: 'serve-door', tunnelId, sessionId: grant.sessionId, before: 'drains' })
    await running.facts.waitFor('session-ready')
    const client = await TestClient.connect(port)
    client.socket.write('ping')
    await client.bytes(4)
    client.socket.destroy()
    return { port, child: childrenIn(runFile)[0] ?? 0 }
  }

  it('says hello with its pid and carries a client through a child of its own', async () => {
    const running = await start()
    expect(running.facts.all[0]).toEqual({ type: 'hello', pid: running.pid() })
    const { child } = await carry(running, 'healthy')
    expect(await startTimeOf(child)).not.toBeNull()
  })

  it('answers an order it does not understand with a log line without its values, and goes on', async () => {
    const running = await start()
    const bad = { type: 'start-session', grant: { pass: { tokenValue: 'secret-token' } } }
    running.order(bad as unknown as Parameters<RelayInProcess['order']>[0])
    const refused = () => running.facts.of('log').filter(({ event }) => event === 'order-not-understood')
    await expect.poll(refused, { timeout: 5_000 }).toHaveLength(1)
    expect(refused()[0]?.fields).toMatchObject({ orderType: 'start-session' })
    expect(JSON.stringify(running.facts.all)).not.toContain('secret-token')
    running.order({ type: 'close-door', tunnelId, deadlineMs: 10 })
    await running.facts.waitFor('door-closed')
  })

  it.each(['healthy', 'ignores-signals'] as const)(
    'leaves no %s child, no listener and no run file when shut down',
    async (mode) => {
      const running = await start()
      const { port, child } = await carry(running, mode)
      relay = null
      await running.dispose()
      expect(await startTimeOf(child)).toBeNull()
      expect(existsSync(runFile)).toBe(false)
      await expect(TestClient.connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    },
  )

  it.each<[string, (relay: ChildProcess) => unknown]>([
    ['when its parent is gone', (child) => child.disconnect()],
    ['on SIGTERM', (child) => child.kill('SIGTERM')],
  ])('ends by itself, with its children, %s', async (_, end) => {
    const facts = new FactRecorder()
    const child = forkRelay({ entry: built.entry, runFile })
    child.on('message', facts.add)
    await facts.waitFor('hello')
    const order = (message: object): void => void child.send(message)
    const running = { facts, order } as unknown as RelayInProcess
    const { child: plugin } = await carry(running, 'ignores-signals')
    const exited = once(child, 'exit')
    end(child)
    expect((await exited)[0]).toBe(0)
    expect(await startTimeOf(plugin)).toBeNull()
  })

  it('exits with 70 and says why when it has a bug, and takes its children with it', async () => {
    const facts = new FactRecorder()
    const bug = 'process.on("message",(m)=>{if(m.type==="bug")Promise.reject(new Error("a bug"))})'
    const child = forkRelay({
      entry: built.entry,
      runFile,
      environment: { NODE_OPTIONS: `--import="data:text/javascript,${bug.replaceAll('"', "'")}"` },
    })
    child.on('message', facts.add)
    await facts.waitFor('hello')
    const order = (message: object): void => void child.send(message)
    const { child: plugin } = await carry({ facts, order } as unknown as RelayInProcess, 'ignores-signals')
    const exited = once(child, 'exit')
    child.send({ type: 'bug' })
    expect((await exited)[0]).toBe(70)
    expect((await facts.waitFor('log', { match: ({ event }) => event === 'relay-bug' })).fields['message']).toContain(
      'a bug',
    )
    await expect.poll(() => startTimeOf(plugin)).toBeNull()
  })

  it('ends what a killed relay left behind, takes the port again, and touches nobody else', async () => {
    const running = await start()
    const { port, child } = await carry(running, 'ignores-signals')
    const left = JSON.parse(readFileSync(runFile, 'utf8')) as { children: { pid: number; startTime: string }[] }
    // A pid that was given to another process since: this test's own.
    const another = { pid: process.pid, startTime: 'some earlier time' }
    const since = running.facts.mark
    await running.crash()
    writeFileSync(runFile, JSON.stringify({ ...left, children: [...left.children, another] }))
    expect(await startTimeOf(child)).not.toBeNull()
    await running.facts.waitFor('hello', { since })
    const swept = await running.facts.waitFor('log', { since, match: ({ event }) => event === 'orphans-swept' })
    expect(swept.fields).toEqual({ pids: [child] })
    await expect.poll(() => startTimeOf(child)).toBeNull()
    running.order({ type: 'open-door', tunnelId, port, kind: 'tcp', guard: plainGuard, clientWaitMs: 1_000 })
    await running.facts.waitFor('door-opened', { since })
  })

  it('goes on without a run file it can not read', async () => {
    writeFileSync(runFile, '{"version":2}')
    const running = await start()
    expect(running.facts.of('hello')).toHaveLength(1)
    await running.facts.waitFor('log', { match: ({ event }) => event === 'run-file' })
  })
})

function childrenIn(runFile: string): number[] {
  const content = JSON.parse(readFileSync(runFile, 'utf8')) as { children: { pid: number }[] }
  return content.children.map(({ pid }) => pid)
}
