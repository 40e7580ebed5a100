import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { bastionFiles, FileWorld } from './file-world.ts'

let sandbox: Sandbox
let world: FileWorld

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0 } })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.reset()
  world = await FileWorld.open(sandbox, null)
})
afterEach(() => world.close())

const hasSettled = ({ status }: { status: { kind: string } }): boolean => ['failed', 'open'].includes(status.kind)

test('a host key that is known is held to, and another one ends the attempt', async () => {
  const id = await world.opened()
  const [targetId = '', known] = [...world.hosts][0] ?? []
  expect(known?.hostKey).toMatch(/^SHA256:/)
  world.hosts.set(targetId, { user: null, hostKey: 'SHA256:of-another' })
  const other = world.start()
  const { status } = await world.seen(other, hasSettled)
  expect(status).toMatchObject({
    kind: 'failed',
    problem: { code: 'SSH_HOST_KEY_CHANGED', details: { targetId, known: 'SHA256:of-another', found: known?.hostKey } },
  })
  expect(world.view(id).status.kind).toBe('open')
})

test('where no key is taken the shell does it, and says for whom none was', async () => {
  const id = await world.opened({ ...bastionFiles, user: 'nobody-here' })
  expect(world.view(id).status).toMatchObject({ carrier: { over: 'shell', why: 'no-key', triedUser: 'nobody-here' } })
})
