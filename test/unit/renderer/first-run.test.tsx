// @vitest-environment happy-dom
import { act, fireEvent, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { ProfileView, SignInView } from '#contract/sign-in.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { fixtureProfileList, fixtureProfiles, fixtureSignIn, fixtureSnapshot } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

const signedOut = fixtureSignIn(1, { kind: 'signed-out' })
const [permissionSet] = fixtureProfiles
if (permissionSet === undefined) throw new Error('No profile')
const named = (name: string, change: Partial<ProfileView> = {}): ProfileView => ({
  ...permissionSet,
  ref: { type: 'named', name },
  title: name,
  ...change,
})
const broken = problemOf('PROFILE_INVALID', {
  file: '/home/mika/.aws/config',
  line: 41,
  profile: 'old',
  reason: 'source-missing',
  source: 'base',
})
const list = fixtureProfileList({
  profiles: [
    named('orders-prod'),
    named('prod'),
    named('ci', { kind: 'static', signIn: null }),
    named('old', { problem: broken }),
  ],
  problems: [broken],
})
const firstRun = (signIns: SignInView[]) => fixtureSnapshot({ tunnels: [], signIns })
const openFound = async () => await open(firstRun([signedOut]), { 'profile.list': () => ok(list) })
const never = async (): Promise<never> => await new Promise(() => {})

describe('what was found on a computer', () => {
  test('is told with what is wrong and where, and chosen from', async () => {
    const { client, services, screen } = await openFound()
    const found = within(screen.getByRole('group', { name: 'What to use' }))
    expect(found.getByText('IAM Identity Center, 2 profiles for 1 account')).toBeTruthy()
    expect(found.getByText('Profile old (line 41): source profile base does not exist.')).toBeTruthy()
    const boxes = found.getAllByRole<HTMLInputElement>('checkbox')
    expect(boxes.map(({ checked }) => checked)).toEqual([true, false])
    fireEvent.click(screen.getByRole('button', { name: 'Use 2 profiles and sign in' }))
    await waitFor(() => expect(client.inputsOf('signIn.start')).toEqual([{ session: 'harborline' }]))
    expect(services.view.getState().leftOut).toEqual(['profile ci'])
  })

  test('leaves a sign-in alone that no profile stands on, unless it is all there is', async () => {
    const session = { name: 'spare', startUrl: 'https://spare.awsapps.com/start', region: 'eu-west-1' }
    const spare: SignInView = { session, status: { kind: 'signed-out' } }
    const { screen } = await open(firstRun([signedOut, spare]), { 'profile.list': () => ok(list) })
    const ticked = (): readonly boolean[] =>
      within(screen.container)
        .getAllByRole<HTMLInputElement>('checkbox')
        .map(({ checked }) => checked)
    await waitFor(() => expect(ticked()).toEqual([true, false, false]))
  })

  test('of a sign-in alone is that sign-in', async () => {
    const { screen } = await open(firstRun([signedOut]), {
      'profile.list': () => ok(fixtureProfileList({ profiles: [] })),
    })
    expect((await within(screen.container).findByRole<HTMLInputElement>('checkbox')).checked).toBe(true)
  })

  test('may be used without a sign-in, or not at all', async () => {
    const { client, services, screen } = await openFound()
    for (const box of screen.getAllByRole('checkbox')) fireEvent.click(box)
    fireEvent.click(screen.getByRole('button', { name: 'Use 1 profile' }))
    expect(services.view.getState()).toMatchObject({ usesConfig: true, leftOut: ['sign-in harborline'] })
    expect(client.inputsOf('signIn.start')).toEqual([])
    expect(await screen.findByText('No tunnels yet')).toBeTruthy()
  })

  test('can be gone past', async () => {
    const { services, screen } = await openFound()
    fireEvent.click(screen.getByRole('button', { name: 'Continue without' }))
    expect(services.view.getState().leftOut).toEqual(['sign-in harborline', 'profile ci'])
  })
})

describe('an address that is typed', () => {
  const type = (screen: Awaited<ReturnType<typeof open>>['screen'], text: string): void => {
    fireEvent.change(screen.getByRole('textbox', { name: 'Start URL' }), { target: { value: text } })
    fireEvent.click(screen.getByRole('button', { name: 'Continue in browser' }))
  }
  const region = (screen: Awaited<ReturnType<typeof open>>['screen']): string =>
    within(screen.container).getByRole<HTMLInputElement>('combobox', { name: 'Identity Center region' }).value

  test('is read as people have it, and the region of the computer is there', async () => {
    const answers = { 'profile.list': () => ok(fixtureProfileList({ region: 'eu-north-1' })) }
    const { client, screen } = await open(firstRun([]), answers)
    expect(region(screen)).toBe('eu-north-1')
    type(screen, ' “acme.AWSAPPS.com/start/#/?tab=accounts” ')
    const session = { name: 'acme', startUrl: 'https://acme.awsapps.com/start', region: 'eu-north-1' }
    await waitFor(() => expect(client.inputsOf('signIn.add')).toEqual([session]))
  })

  test('names its region, which counts', async () => {
    const { client, screen } = await open(firstRun([]))
    type(screen, 'https://ssoins-7.portal.ap-southeast-7.app.aws/')
    expect(region(screen)).toBe('ap-southeast-7')
    await waitFor(() => expect(client.inputsOf('signIn.add')).toMatchObject([{ region: 'ap-southeast-7' }]))
  })

  test('is followed by the window at once, and a cancel is no error', async () => {
    const { client, screen } = await open(firstRun([]), { 'signIn.start': never })
    client.answer({
      'signIn.add': (session) => {
        const signIn = { session, status: { kind: 'signed-out' } } as const
        client.emit('snapshot.update', { revision: 2, change: { type: 'sign-in', signIn } })
        return ok(undefined)
      },
    })
    type(screen, 'acme.awsapps.com')
    expect(await screen.findByText('Asking acme.awsapps.com')).toBeTruthy()
    client.answer({ 'signIn.start': () => fail('SIGN_IN_CANCELLED', { session: 'acme' }) })
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(client.inputsOf('signIn.cancel')).toEqual([{ session: 'acme' }])
    // Where it was typed, as it was typed.
    expect(within(screen.container).getByRole<HTMLInputElement>('textbox', { name: 'Start URL' }).value).toBe(
      'acme.awsapps.com',
    )
    fireEvent.click(screen.getByRole('button', { name: 'Continue in browser' }))
    await act(async () => await Promise.resolve())
    expect(screen.queryByText('The sign-in was cancelled')).toBeNull()
  })

  test('of a sign-in that there is already is that sign-in', async () => {
    const { client, services, screen } = await open(firstRun([signedOut]))
    act(() => services.view.setState({ screen: { name: 'sign-in', session: null } }))
    type(screen, 'https://harborline.awsapps.com/start#/')
    await waitFor(() => expect(client.inputsOf('signIn.start')).toEqual([{ session: 'harborline' }]))
    expect(client.inputsOf('signIn.add')).toEqual([signedOut.session])
  })

  test('that puts a wrong one right keeps its name', async () => {
    const status = { kind: 'failed', at: 1, problem: sampleProblem('START_URL_WRONG') } as const
    const wrong = { ...signedOut.session, startUrl: 'https://harborline.awsapp.com/start' }
    const { client, screen } = await open(firstRun([{ session: wrong, status }]))
    fireEvent.click(screen.getByRole('button', { name: 'Change the address' }))
    type(screen, 'https://harborline.awsapps.com/start')
    await waitFor(() => expect(client.inputsOf('signIn.start')).toEqual([{ session: 'harborline' }]))
    expect(client.inputsOf('signIn.add')).toMatchObject([{ name: 'harborline', startUrl: signedOut.session.startUrl }])
    expect(client.inputsOf('signIn.remove')).toEqual([])
  })
})

describe('signed in', () => {
  test('without any account: what to ask for is said and copied', async () => {
    const answers = { 'profile.list': () => ok(fixtureProfileList({ profiles: [] })) }
    const { client, screen } = await open(firstRun([fixtureSignIn(Date.now())]), answers)
    expect(await screen.findByText('harborline gives you no account yet')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Copy request' }))
    await waitFor(() => expect(client.inputsOf('clipboard.write')[0]?.text).toContain('harborline.awsapps.com/start'))
    fireEvent.click(screen.getByRole('button', { name: 'Look again' }))
    expect(client.inputsOf('profile.list').length).toBeGreaterThan(1)
  })

  test('where tunnels need it: one that no tunnel uses is not red', async () => {
    const kestrel: SignInView = {
      session: { name: 'kestrel', startUrl: 'https://kestrel.awsapps.com/start', region: 'eu-west-1' },
      status: { kind: 'failed', at: 1, problem: sampleProblem('TOKEN_REVOKED') },
    }
    const now = Date.now()
    const { screen } = await open(fixtureSnapshot({ signIns: [kestrel, fixtureSignIn(now)] }, now))
    expect(screen.getByRole('button', { name: /^Account/ }).textContent).toContain('harborline')
  })
})
