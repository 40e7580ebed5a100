import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { roleRef, setIdentityStage, type IdentityStage } from './identity-stage.ts'
import { settle } from './manual-clock.ts'

let stage: IdentityStage

beforeEach(async () => {
  stage = await setIdentityStage()
  stage.file = null
  stage.fileChanged()
  await settle()
})
afterEach(() => stage.identity.dispose())

/** A client, or the user, wants the role; resolves with the code that it fails with. */
const want = async (asker: 'user' | 'client'): Promise<string> => {
  const signedIn = await stage.identity.signIns.ensure(roleRef, asker)
  return signedIn.ok ? signedIn.value : signedIn.error.code
}
const opened = async (count: number): Promise<void> => {
  await settle()
  expect(stage.pages).toHaveLength(count)
}

/** The ways in which a user does not go through with a sign-in. */
const ways: readonly (readonly [string, () => Promise<unknown> | void])[] = [
  ['SIGN_IN_CANCELLED', () => stage.identity.signIns.cancel('corp')],
  ['SIGN_IN_DENIED', () => stage.answerCallback({ error: 'access_denied', description: '' })],
  ['SIGN_IN_TIMED_OUT', () => stage.clock.advance(10 * 60_000)],
]

describe.each(ways)('after a sign-in that ended with %s', (code, end) => {
  it('clients open no other page; the user does, and clients may again after a sign-in', async () => {
    const first = want('client')
    await opened(1)
    await end()
    expect(await first).toBe(code)
    const later = Promise.all([want('client'), want('client'), want('client')])
    await opened(1)
    expect(await later).toEqual([code, code, code])
    const byUser = want('user')
    await opened(2)
    stage.answerCallback({ code: 'c' })
    expect(await byUser).toBe('just-now')
    expect(await want('client')).toBe('already')
    await stage.identity.signIns.signOut('corp')
    const again = want('client')
    await opened(3)
    stage.identity.signIns.cancel('corp')
    expect(await again).toBe('SIGN_IN_CANCELLED')
  })
})
