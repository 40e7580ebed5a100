import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import { chainRef, roleRef, session, setIdentityStage, type IdentityStage } from './identity-stage.ts'
import { settle } from './manual-clock.ts'

let stage: IdentityStage

beforeEach(async () => {
  stage = await setIdentityStage()
})
afterEach(() => stage.identity.dispose())

const keysOf = async (ref: ProfileRef): Promise<string> => {
  const found = await stage.identity.credentials.credentialsOf(ref)
  return found.ok ? found.value.accessKeyId : found.error.code
}
const gate = (): { readonly promise: Promise<void>; open(): void } => {
  let open: () => void = () => {}
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open: () => open() }
}
const statusNow = (): string | undefined => stage.identity.signIns.views()[0]?.status.kind

describe('after a sign-out', () => {
  it('no credentials are left to give: neither the role nor what was assumed with it', async () => {
    expect(await keysOf(roleRef)).toBe('role by first')
    expect(await keysOf(chainRef)).toBe('assumed with role by first')
    expect(await stage.identity.signIns.signOut('corp')).toEqual(ok(undefined))
    expect([await keysOf(roleRef), await keysOf(chainRef)]).toEqual(['SIGN_IN_REQUIRED', 'SIGN_IN_REQUIRED'])
    expect(stage.file).toBeNull()
    expect(stage.loggedOut).toEqual(['first'])
    expect(statusNow()).toBe('signed-out')
  })

  it('the registration stays, as with aws-cli: it proves the program, not the user', async () => {
    await stage.identity.signIns.signOut('corp')
    expect([...stage.registrations]).toEqual(['browser'])
  })

  it('credentials that were on their way are not given out', async () => {
    const answer = gate()
    stage.hold.role = answer.promise
    const asked = [keysOf(roleRef), keysOf(chainRef)]
    await settle()
    await stage.identity.signIns.signOut('corp')
    answer.open()
    expect(await Promise.all(asked)).toEqual(['SIGN_IN_REQUIRED', 'SIGN_IN_REQUIRED'])
  })

  it.each(['redeem', 'write'] as const)('a token that was being renewed (%s) does not come back', async (where) => {
    stage.file = stage.tokenOf('first', 1)
    const answer = gate()
    stage.hold[where] = answer.promise
    const asked = keysOf(roleRef)
    await settle()
    await stage.identity.signIns.signOut('corp')
    answer.open()
    expect(await asked).toBe('SIGN_IN_REQUIRED')
    await settle()
    expect(stage.file).toBeNull()
    expect(statusNow()).toBe('signed-out')
  })

  it.each(['redeem', 'write'] as const)('a sign-in that was about to succeed (%s) leaves no token', async (where) => {
    stage.file = null
    const answer = gate()
    stage.hold[where] = answer.promise
    const signedIn = stage.identity.signIns.start('corp')
    await settle()
    stage.answerCallback({ code: 'c' })
    await settle()
    await stage.identity.signIns.signOut('corp')
    answer.open()
    expect(await signedIn).toMatchObject({ ok: false, error: { code: 'SIGN_IN_CANCELLED' } })
    await settle()
    expect(stage.file).toBeNull()
    expect(statusNow()).toBe('signed-out')
  })

  it('the portal is told, but not waited for longer than three seconds', async () => {
    stage.hold.logout = new Promise(() => {})
    const done = stage.identity.signIns.signOut('corp')
    await stage.clock.advance(3_000)
    expect(await done).toEqual(ok(undefined))
  })

  it('that could not remove the token says so, and holds no credentials all the same', async () => {
    await keysOf(roleRef)
    stage.removal = 'fails'
    expect(await stage.identity.signIns.signOut('corp')).toMatchObject({
      ok: false,
      error: { code: 'TOKEN_NOT_REMOVED', details: { session: 'corp', file: '/token', reason: 'EROFS' } },
    })
    expect(stage.loggedOut).toEqual(['first'])
    expect(stage.identity.problems.current()).toMatchObject([{ code: 'TOKEN_NOT_REMOVED' }])
    expect([await keysOf(roleRef), statusNow()]).toEqual(['SIGN_IN_REQUIRED', 'signed-out'])
    // Somebody else's new token is another one.
    stage.file = stage.tokenOf('theirs', 60)
    expect(await keysOf(roleRef)).toBe('role by theirs')
  })

  it('in a terminal nothing is left either', async () => {
    await keysOf(roleRef)
    await keysOf(chainRef)
    stage.file = null
    stage.fileChanged()
    await settle()
    expect([await keysOf(roleRef), await keysOf(chainRef)]).toEqual(['SIGN_IN_REQUIRED', 'SIGN_IN_REQUIRED'])
  })

  it('in a terminal a token that is being renewed stays away, too', async () => {
    stage.file = stage.tokenOf('first', 1)
    const answer = gate()
    stage.hold.redeem = answer.promise
    const asked = keysOf(roleRef)
    await settle()
    stage.file = null
    stage.fileChanged()
    answer.open()
    expect(await asked).toBe('SIGN_IN_REQUIRED')
    expect(stage.file).toBeNull()
  })

  it('a new sign-in works as ever', async () => {
    await keysOf(roleRef)
    await stage.identity.signIns.signOut('corp')
    const signedIn = stage.identity.signIns.start(session.name)
    await settle()
    stage.answerCallback({ code: 'c' })
    expect(await signedIn).toEqual(ok(undefined))
    expect(await keysOf(roleRef)).toBe('role by second')
    expect(statusNow()).toBe('signed-in')
  })
})
