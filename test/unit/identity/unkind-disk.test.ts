import { describe, expect, it } from 'vitest'
import { chainRef, roleRef, setIdentityStage } from './identity-stage.ts'
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
  it('costs no sign-in: the token is used until the app quits, one page was opened, and the problem is told', async () => {
    const stage = await setIdentityStage()
    stage.file = null
    stage.disk = 'full'
    let told = 0
    const stop = stage.identity.problems.onChange(() => (told += 1))
    const signedIn = stage.identity.signIns.ensure(roleRef, 'client')
    await settle()
    stage.answerCallback({ code: 'c' })
    expect(await signedIn).toMatchObject({ ok: true })
    expect(stage.identity.signIns.views()[0]?.status.kind).toBe('signed-in')
    expect(await stage.identity.signIns.ensure(chainRef, 'client')).toMatchObject({ ok: true })
    expect(await stage.identity.credentials.credentialsOf(roleRef)).toMatchObject({ ok: true })
    expect(stage.pages).toHaveLength(1)
    const file = { session: 'corp', file: '/token', reason: 'ENOSPC' }
    expect(stage.identity.problems.current()).toEqual([{ code: 'TOKEN_NOT_WRITTEN', details: file }])
    expect(told).toBe(1)
    await stage.identity.signIns.signOut('corp')
    expect(stage.loggedOut).toEqual(['second'])
    expect(stage.identity.problems.current()).toEqual([])
    expect(stage.identity.signIns.views()[0]?.status.kind).toBe('signed-out')
    stop()
    await stage.identity.dispose()
  })

  it('gives way to the token that another program writes', async () => {
    const stage = await setIdentityStage()
    stage.disk = 'full'
    const signedIn = stage.identity.signIns.start('corp')
    await settle()
    stage.answerCallback({ code: 'c' })
    await signedIn
    stage.file = stage.tokenOf('theirs', 60)
    expect(await stage.identity.credentials.credentialsOf(roleRef)).toMatchObject({
      value: { accessKeyId: 'role by theirs' },
    })
    expect(stage.identity.problems.current()).toEqual([])
    await stage.identity.dispose()
  })

  it('does not keep the list of roles from being shown', async () => {
    const stage = await setIdentityStage()
    stage.disk = 'full'
    const { profiles, problems } = await stage.identity.profiles.list()
    expect(profiles.map(({ title }) => title)).toEqual(['Corp', 'base', 'chain'])
    expect(problems).toEqual([])
    await stage.identity.dispose()
  })
})
