// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { fixtureSignIn, fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

test('the identity says how long the sign-in lasts, apart from whose it is', async () => {
  const now = Date.now()
  const signIns = [{ ...fixtureSignIn(now), person: 'mika.sato@harborline.example' }]
  const { screen } = await open(fixtureSnapshot({ tunnels: [fixtureTunnel(15432)], signIns }, now))
  const button = screen.getByRole('button', { name: /^Account/ })
  const texts = [...button.querySelectorAll('.trunc')].map(({ textContent }) => textContent)
  expect(texts).toEqual(['harborline', expect.stringMatching(/^6 h 1\d min left$/), 'mika.sato@harborline.example'])
})

test('the badge has one letter where two would not fit', async () => {
  const snapshot = fixtureSnapshot({ tunnels: [fixtureTunnel(15432)] })
  const { screen } = await open({
    ...snapshot,
    app: { ...snapshot.app, sandbox: true },
    settings: { ...snapshot.settings, language: 'ja' },
  })
  expect(screen.container.querySelector('.avatar')?.textContent).toBe('サ')
})
