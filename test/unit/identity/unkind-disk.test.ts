import { describe, expect, it } from 'vitest'
import { setIdentityStage } from './identity-stage.ts'
import { settle } from './manual-clock.ts'

describe('a store that does not answer', () => {
  it('keeps the app waiting for three seconds, and is heard when it does', async () => {
    let open: () => void = () => {}
    const stage = await setIdentityStage(
      new Promise<void>((resolve) => {
        open = resolve
      }),
    )
    await stage.clock.advance(3_000)
    await stage.identity.ready
    expect(stage.identity.signIns.views()[0]?.status.kind).toBe('signed-out')
    open()
    await settle()
    expect(stage.identity.signIns.views()[0]?.status.kind).toBe('signed-in')
    await stage.identity.dispose()
  })

  it('and one that only fails does not keep the app from starting', async () => {
    const broken = Promise.reject(new Error('no keyring'))
    const stage = await setIdentityStage(broken)
    await expect(stage.identity.ready).resolves.toBeUndefined()
    await stage.identity.dispose()
  })
})

describe('a full disk', () => {
  it('does not keep the list of roles from being shown', async () => {
    const stage = await setIdentityStage()
    stage.disk = 'full'
    const { profiles, problems } = await stage.identity.profiles.list()
    expect(profiles.map(({ title }) => title)).toEqual(['Corp', 'base', 'chain'])
    expect(problems).toEqual([])
    await stage.identity.dispose()
  })
})
