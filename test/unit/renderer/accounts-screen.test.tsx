// @vitest-environment happy-dom
import { act, fireEvent, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { PlaceView } from '#contract/targets.ts'
import type { ProfileView } from '#contract/sign-in.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import { fixtureProfileList, fixtureProfiles, fixtureSnapshot } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

const problem = problemOf('PROFILE_INVALID', { reason: 'source-missing', profile: 'old', source: 'base', line: 41 })
const broken: ProfileView = {
  ...(fixtureProfiles[0] as ProfileView),
  ref: { type: 'named', name: 'old' },
  title: 'old',
  problem,
}
const many = Array.from({ length: 1_000 }, (_, at): ProfileView => {
  const accountId = String(100_000_000_000 + at)
  const role = { accountId, roleName: 'Dev' }
  return {
    ...(fixtureProfiles[0] as ProfileView),
    ref: { type: 'sso', session: 'harborline', ...role },
    ...role,
    title: `team-${at}`,
  }
})

const [, stagingProfile] = fixtureProfiles
const account = { id: stagingProfile?.accountId ?? null, name: 'orders-staging', role: 'DatabaseTunnel' }
/** The account of staging, of which somebody said that it serves customers. */
const staging: PlaceView = {
  key: 'staging',
  place: { profile: (stagingProfile as ProfileView).ref, region: 'ap-northeast-1' },
  account,
  environment: 'production',
  reading: 'done',
  readAt: 1,
  targets: [],
  problems: [],
}

async function openAccounts(profiles: readonly ProfileView[] = [...fixtureProfiles, broken]) {
  const opened = await open(fixtureSnapshot({}, Date.now()), {
    'profile.list': () => ok(fixtureProfileList({ profiles: [...profiles] })),
    'target.list': () => ok({ places: [staging], favourites: [], recent: [] }),
  })
  act(() => opened.services.view.setState({ screen: { name: 'accounts' } }))
  const grid = await opened.screen.findByRole('grid', { name: 'Accounts' })
  return { ...opened, grid }
}

describe('the page of accounts', () => {
  test('says of a broken profile why and where, and leads to its folder', async () => {
    const { client, grid } = await openAccounts()
    const row = within(grid).getByRole('row', { name: 'old, Source profile base does not exist., Line 41' })
    fireEvent.click(within(row).getByRole('button', { name: 'Open folder' }))
    expect(client.inputsOf('app.revealFolder')).toEqual([{ folder: 'sign-ins' }])
  })

  test('draws of a thousand accounts those that are seen, and finds any', async () => {
    const { grid, screen } = await openAccounts(many)
    const rows = () => within(grid).getAllByRole('row', { name: /^team-/ })
    expect(rows().length).toBeLessThan(40)
    expect(grid.getAttribute('aria-rowcount')).toBe('1001')
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'team-987' } })
    await waitFor(() => expect(rows()).toHaveLength(1))
    expect(within(grid).getByText('1 of 1000 match')).toBeTruthy()
  })

  test('keeps a star and the usual role, and begins a tunnel there', async () => {
    const { grid, screen, services } = await openAccounts()
    const row = await within(grid).findByRole('row', { name: /^orders-staging.*Production/ })
    fireEvent.keyDown(row, { key: 's' })
    expect(services.view.getState().favouriteAccounts).toHaveLength(1)
    fireEvent.click(row)
    const panel = screen.getByRole('complementary', { name: 'orders-staging' })
    fireEvent.click(within(panel).getByRole('radio', { name: /DatabaseTunnel/ }))
    expect(Object.values(services.view.getState().usualRoles)).toHaveLength(1)
    fireEvent.click(within(panel).getByRole('button', { name: 'New tunnel' }))
    const sheet = await screen.findByRole('dialog', { name: 'New tunnel' })
    expect(within(sheet).getByRole('combobox', { name: 'Account and role' }).textContent).toContain('orders-staging')
    expect(within(sheet).getByRole('combobox', { name: 'Environment' }).textContent).toContain('Production')
  })

  test('looks for targets in an account once its place is known', async () => {
    const { client, grid, screen, services } = await openAccounts()
    fireEvent.click(within(grid).getByRole('row', { name: /^orders-prod/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Show targets' }))
    await waitFor(() => expect(services.view.getState().screen).toEqual({ name: 'shells' }))
    expect(client.inputsOf('target.addPlace')).toMatchObject([{ region: 'ap-northeast-1' }])
  })

  test('is left with Escape: first what is selected, then the page', async () => {
    const { grid, screen, services } = await openAccounts()
    fireEvent.click(within(grid).getByRole('row', { name: /^orders-prod/ }))
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(screen.queryByRole('complementary', { name: 'orders-prod' })).toBeNull()
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(services.view.getState().screen).toEqual({ name: 'tunnels' })
  })
})
