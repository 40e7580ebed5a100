import { expect, it } from 'vitest'
import { createSignInBook } from '#core/app/identity/sign-in-book.ts'
import { signInView } from '#contract/sign-in.ts'
import { createManualClock } from './manual-clock.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const page = 'https://oidc.eu-central-1.amazonaws.com/authorize?state=known-to-nobody&redirect_uri=http://127.0.0.1:1/'
const nothing = (): never => {
  throw new Error('nobody asks for this')
}

it('the address of a sign-in under way is in no view, and is told to who opens it again', () => {
  const clock = createManualClock()
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const keeper = { stored: nothing, valid: nothing, isRevoked: nothing }
  const deps = { clock, log, config: { read: nothing }, keeper, onSignedOut: nothing }
  const book: ReturnType<typeof createSignInBook> = Reflect.apply(createSignInBook, null, [deps])
  const views: unknown[] = []
  book.onChange((view) => views.push(view))
  book.hold(session, { kind: 'waiting-browser', since: 0, expiresAt: 1 }, page)
  views.push(...book.views())
  expect(views.length).toBeGreaterThan(1)
  expect(JSON.stringify(views)).not.toContain('known-to-nobody')
  expect(book.pageOf('corp')).toBe(page)
})

it('the contract has no place for it', () => {
  const status = { kind: 'waiting-browser', since: 0, expiresAt: 1, url: page, address: page }
  expect(JSON.stringify(signInView.parse({ session, status, url: page }))).not.toContain('known-to-nobody')
})
