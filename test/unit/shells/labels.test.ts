import { describe, expect, it } from 'vitest'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { setStage, size } from './shell-stage.ts'

describe('a shell', () => {
  it('is opened again for what its account is for by then', async () => {
    const { shells, relay, opened } = setStage()
    const id = await opened()
    relay.tell({ type: 'session-lost', sessionId: 'sh-1', problem: sampleProblem('SESSION_ENDED') })
    shells.again('main', id, size, 'production')
    expect(shells.requestOf('main', id)).toMatchObject({ value: { environment: 'production' } })
    expect(shells.views()[0]?.request.environment).toBe('production')
  })

  it('tells that its account is for something else meanwhile, and goes on', async () => {
    const { shells, opened, told } = setStage()
    await opened()
    const before = told.length
    await shells.relabel(async ({ environment }) => environment)
    expect(told).toHaveLength(before)
    await shells.relabel(async () => 'production')
    expect(told.slice(before)).toMatchObject([{ request: { environment: 'production' }, status: { kind: 'open' } }])
  })
})
