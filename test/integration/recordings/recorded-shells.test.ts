import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import type { RelayFact } from '#contract/relay.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { ShellWorld } from '../shells/shell-world.ts'
import { keychain, onlyOne, ordersOver, recordingsOver } from './kept-recordings.ts'
import { RecordingWorld, replayedBytes } from './recording-world.ts'

const plugin = await findOfficialPlugin()
const prompt = /\$ $/
const kept = new RecordingWorld()
const secrets = keychain()

let sandbox: Sandbox
let world: ShellWorld | null = null
let ended: Extract<RelayFact, { type: 'recording-ended' }>[] = []

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0 } })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.reset()
  ended = []
  await kept.open()
})
afterEach(async () => {
  await world?.close()
  expect(world?.programs ?? 0).toBe(0)
  expect(sandbox.state().sessions.active).toEqual([])
  world = null
  await kept.close()
})

interface Recording {
  readonly choice?: 'on' | 'required'
  readonly keys?: 'none' | 'shown'
}

async function shells(context: TestContext, name: 'builtin' | 'plugin', part: Recording = {}): Promise<ShellWorld> {
  if (name === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
  const orders = ordersOver(kept, secrets, part.choice ?? 'required', part)
  world = await ShellWorld.open(sandbox, name === 'plugin' ? plugin : null, orders)
  world.relay.onFact((fact) => {
    if (fact.type === 'recording-ended') ended.push(fact)
  })
  return world
}

/** A shell that stays as it is fails the test, rather than keep it waiting. */
async function becomes(id: string, status: object): Promise<void> {
  const statusOf = () => world?.shells.views().find((shell) => shell.id === id)?.status
  await expect.poll(statusOf, { timeout: 20_000 }).toMatchObject(status)
}

async function onlyFile(folder = kept.folder): Promise<string> {
  const [name, ...others] = (await readdir(folder)).filter((one) => one.endsWith('.cast'))
  expect(others).toEqual([])
  return join(folder, name ?? 'none')
}

describe.each(['builtin', 'plugin'] as const)('a shell that is recorded over the %s engine', (name) => {
  it('leaves a sealed recording of every byte that its page was sent', async (context) => {
    const { shells: desk, ...opened } = await opening(context)
    const { page } = opened
    expect(desk.views()).toMatchObject([{ recording: { since: expect.any(Number), until: null } }])
    await page.shows(prompt)
    page.resize(132, 38)
    page.type('printf "a\\377b\\303\\251\\n"; echo "sum=$((40 + 2))"\r')
    await page.shows(/sum=42\r\n/)
    page.type('exit\r')
    await page.ended()
    await expect.poll(() => desk.views()).toMatchObject([{ recording: { until: expect.any(Number) } }])
    const file = await onlyFile()
    expect((await replayedBytes(file)).equals(Buffer.concat(page.chunks))).toBe(true)
    const text = await readFile(file, 'utf8')
    expect(text).toMatch(/,"r","132x38"\]/)
    expect(text).toMatch(/,"b","/)
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({
      title: 'bastion-a',
      culvert: { sessionId: expect.stringMatching(/./), target: 'i-0ab3f29c81d7e4402', user: 'mika.sato' },
    })
    expect(ended).toEqual([expect.objectContaining({ problem: null })])
    const { recordings } = recordingsOver(kept, secrets)
    const { id } = await onlyOne(recordings)
    expect(await recordings.check(id)).toEqual({ ok: true, value: { is: 'intact', keyed: true } })

    async function opening(given: TestContext) {
      const open = await shells(given, name)
      return { shells: open.shells, ...(await open.open()) }
    }
  })

  it('has a password in no line, and the keys that were shown', async (context) => {
    const { page } = await (await shells(context, name, { keys: 'shown' })).open()
    await page.shows(prompt)
    page.type('stty -echo; printf "Pass%s" "word: "; read -r secret; stty echo; echo "${#secret} letters"\r')
    await page.shows(/Password: $/)
    page.type('hunter2hunter2\r')
    // Keys before the prompt are echoed only after it, and count as not shown.
    await page.shows(/14 letters\r\n[^]*\$ $/)
    page.type('exit\r')
    await page.ended()
    const text = await readFile(await onlyFile(), 'utf8')
    expect(text).not.toContain('hunter2')
    expect(text).toMatch(/,"k","15"\]/)
    expect(text).toMatch(/,"i","[^"]*exit/)
  })

  it('is recorded when no page shows it any more', async (context) => {
    const { id, page } = await (await shells(context, name)).open()
    await page.shows(prompt)
    page.type('sleep 0.3; seq 1 20000; exit\r')
    page.close()
    await world?.is(id, 'ended')
    await expect.poll(() => ended.length, { timeout: 10_000 }).toBe(1)
    expect((await replayedBytes(await onlyFile())).toString()).toMatch(/\r\n19999\r\n20000\r\n/)
  })

  it('is ended when its recording can not go on, and shows nothing that is not in it', async (context) => {
    const disk = await kept.smallDisk(context, 256 * 1_024)
    const folder = kept.folder
    kept.folder = disk
    const { id, page } = await (await shells(context, name)).open().finally(() => (kept.folder = folder))
    await page.shows(prompt)
    page.type('yes "a line that takes its room"\r')
    const problem = { code: 'RECORDING_NOT_WRITTEN', details: { reason: 'ENOSPC', when: 'open' } }
    await becomes(id, { kind: 'ended', how: 'lost', problem })
    await page.ended()
    const shown = Buffer.concat(page.chunks)
    const recorded = await replayedBytes(await onlyFile(disk))
    expect(shown.length).toBeGreaterThan(10_000)
    expect(recorded.subarray(0, shown.length).equals(shown)).toBe(true)
  })

  it('is brought to its end with the program', async (context) => {
    const { page } = await (await shells(context, name)).open()
    await page.shows(prompt)
    await world?.close()
    const { recordings } = recordingsOver(kept, secrets)
    const { id } = await onlyOne(recordings)
    expect(await recordings.check(id)).toEqual({ ok: true, value: { is: 'intact', keyed: true } })
  })
})

describe('a shell that has to be recorded, and can not be', () => {
  it('asks for no session', async (context) => {
    const open = await shells(context, 'builtin')
    await kept.close()
    await writeFile(kept.folder, 'in the way')
    const id = open.start()
    await becomes(id, { kind: 'failed', problem: { code: 'RECORDING_NOT_WRITTEN', details: { when: 'start' } } })
    expect(sandbox.state().calls.filter(({ action }) => action === 'StartSession')).toEqual([])
  })

  it('is refused by the relay when the file can not be made after all', async (context) => {
    const orders = ordersOver(kept, secrets, 'required')
    const late = {
      troubleWith: orders.troubleWith.bind(orders),
      orderFor: async (shell: Parameters<typeof orders.orderFor>[0]) => {
        const order = await orders.orderFor(shell)
        return order.ok && order.value !== null
          ? ({ ok: true, value: { ...order.value, file: '/proc/no' } } as const)
          : order
      },
    }
    if (process.platform !== 'linux') context.skip('needs /proc')
    world = await ShellWorld.open(sandbox, null, late)
    const id = world.start()
    await becomes(id, { kind: 'failed', problem: { code: 'RECORDING_NOT_WRITTEN', details: { when: 'start' } } })
    await expect.poll(() => sandbox.state().sessions.active, { timeout: 10_000 }).toEqual([])
  })

  it('opens all the same where it need not be', async (context) => {
    const open = await shells(context, 'builtin', { choice: 'on' })
    await kept.close()
    await writeFile(kept.folder, 'in the way')
    const { page } = await open.open()
    await page.shows(prompt)
    expect(open.shells.views()).toMatchObject([{ recording: null }])
  })
})
