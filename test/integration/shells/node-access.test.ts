import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NodeAccessView } from '#contract/node-access.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { ForwardClock } from '#test/support/forward-clock.ts'
import { ShellWorld } from './shell-world.ts'

let sandbox: Sandbox
let clock: ForwardClock
let world: ShellWorld

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], people: 'with-approvals', behaviour: { firstOutputMs: 0 } })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.reset()
  clock = new ForwardClock()
  world = await ShellWorld.open(sandbox, null, undefined, clock)
  await world.identity.signIns.start('harborline')
})
afterEach(async () => {
  await world.close()
  expect(sandbox.state().sessions.active).toEqual([])
})

const profile = {
  type: 'sso',
  session: 'harborline',
  accountId: '482100973316',
  roleName: 'DatabaseOnRequest',
} as const

const actions = (name: string): number => sandbox.state().calls.filter(({ action }) => action === name).length
/** The first call loads AWS's client. */
const soon = { timeout: 10_000 }
const stepOf = (id: string): string | undefined => {
  const status = world.shells.views().find((view) => view.id === id)?.status
  return status?.kind === 'opening' ? status.step : status?.kind
}

/** Resolves with the access once it stands there. */
async function standing(kind: NodeAccessView['status']['kind']): Promise<NodeAccessView> {
  await expect.poll(() => world.identity.access.views().map(({ status }) => status.kind), soon).toEqual([kind])
  const [view] = world.identity.access.views()
  if (view === undefined) throw new Error('no access')
  return view
}

/** Somebody fills in the request that a shell has caused; an approver decides, and the next look finds it. */
async function decided(decision: 'Approved' | 'Rejected'): Promise<void> {
  const { id } = await standing('asking')
  expect(await world.identity.access.request(id, 'A look', '')).toMatchObject({ ok: true })
  await standing('waiting')
  sandbox.fault({ kind: 'access-requests', decision, seconds: 3_600 })
  clock.pass(2_000)
}

describe('a shell on a node that is given out on request', () => {
  it('asks for access where it opens, waits for the approver, and opens with what was granted', async () => {
    const id = world.start({ profile })
    await expect.poll(() => stepOf(id), soon).toBe('approval')
    expect(world.shells.views()).toMatchObject([{ targetId: 'i-0ab3f29c81d7e4402' }])
    await decided('Approved')
    await world.is(id, 'open')
    const page = world.show(id)
    page.type('echo "sum=$((40 + 2))"\r')
    await page.shows(/sum=42\r\n/)
    // The next one needs no other.
    await world.open({ profile })
    expect(actions('StartAccessRequest')).toBe(1)
  })

  it('is refused in the approver’s words, and asks anew when a person wants it again', async () => {
    const id = world.start({ profile })
    await decided('Rejected')
    await expect.poll(() => stepOf(id), soon).toBe('failed')
    expect(world.shells.views()).toMatchObject([
      { status: { problem: { code: 'ACCESS_NOT_GRANTED', details: { how: 'rejected' } } } },
    ])
    world.again(id)
    await expect.poll(() => stepOf(id), soon).toBe('approval')
    await standing('asking')
  })

  it('that was closed while it waited starts nothing when the approval comes', async () => {
    const id = world.start({ profile })
    await expect.poll(() => stepOf(id), soon).toBe('approval')
    const before = actions('StartSession')
    world.shells.close('main', id)
    await decided('Approved')
    await standing('granted')
    expect(world.shells.views()).toEqual([])
    expect(actions('StartSession')).toBe(before)
  })
})
