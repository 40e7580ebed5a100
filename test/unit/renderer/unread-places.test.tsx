// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { beforeAll, expect, it } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import { noLayout } from '#contract/shell-layout.ts'
import type { PlaceView } from '#contract/targets.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import { fixtureSnapshot } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

// What the window loads when it is first wanted takes longer than a test waits for what it shows.
beforeAll(async () => await import('../../../renderer/features/shells/index.tsx'), 60_000)

const device = '0b0e6c0e-6f3a-4a54-9a51-0d5a2f6f2c11'
const session = 'arn:aws:iam::730155204418:user/rin'

const place = (problem: Problem): PlaceView => ({
  key: 'mine',
  place: { profile: { type: 'named', name: 'mine' }, region: 'eu-west-1' },
  account: { name: 'mine', id: '730155204418', role: 'mine' },
  environment: null,
  reading: 'done',
  readAt: 0,
  targets: [],
  problems: [problem],
})

async function listed(problem: Problem) {
  const { client, services } = await open(fixtureSnapshot({ tunnels: [] }), {
    'shell.layout': () => ok(noLayout),
    'target.list': () => ok({ places: [place(problem)], favourites: [], recent: [] }),
    'mfa.start': () => ok(undefined),
    'signIn.start': () => ok(undefined),
  })
  services.view.setState({ screen: { name: 'shells' } })
  return client
}

it('asks for the code where a place needs one, and for no id', async () => {
  const client = await listed(
    problemOf('MFA_CODE_REQUIRED', { device, serial: 'GAHT12345678', profile: 'mine', before: 'none' }),
  )
  fireEvent.click(await screen.findByRole('button', { name: 'Enter code' }))
  await waitFor(() => expect(client.inputsOf('mfa.start')).toEqual([{ device }]))
})

it('signs in to what a profile of a person’s own stands on', async () => {
  const client = await listed(problemOf('SIGN_IN_REQUIRED', { session, before: 'none' }))
  fireEvent.click(await screen.findByRole('button', { name: 'Sign in' }))
  await waitFor(() => expect(client.inputsOf('signIn.start')).toEqual([{ session }]))
})
