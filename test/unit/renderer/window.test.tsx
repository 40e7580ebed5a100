// @vitest-environment happy-dom
import { sampleFailure, sampleProblem } from '../../support/sample-problems.ts'
import { act, fireEvent, waitFor, within } from '@testing-library/react'
import { keepOpen } from '#domain/ending/ending.ts'
import { describe, expect, test } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import type { Settings, Snapshot } from '#contract/snapshot.ts'
import { ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fixtureSignIn, fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'
import { open, tunnelRows } from './support.tsx'

/** Enough for what is not about the whole list, and quick to draw. */
const few = () =>
  fixtureSnapshot({ tunnels: [15432, 13306].map((port) => fixtureTunnel(port, {}, Date.now())) }, Date.now())

/** One tunnel that failed, in a language of the window. */
function failedSnapshot(problem: Problem, language: Settings['language'] = 'en'): Snapshot {
  const failed = fixtureTunnel(13306, { status: { kind: 'failed', at: 1, retry: null, problem } })
  const snapshot = fixtureSnapshot({ tunnels: [failed] })
  return { ...snapshot, settings: { ...snapshot.settings, language } }
}

const writer = { id: tunnelIdOf(15432) }

describe('the list', () => {
  test('shows every tunnel as a row with its name, state and address', async () => {
    const { screen } = await open()
    const grid = screen.getByRole('grid', { name: 'Tunnels' })
    expect(tunnelRows(screen)).toHaveLength(13)
    expect(within(grid).getByRole('row', { name: /orders-db writer, PostgreSQL, Production, Ready/ })).toBeTruthy()
    expect(
      within(grid)
        .getAllByRole('rowgroup')
        .map((group) => group.getAttribute('aria-label')),
    ).toEqual([
      'Production, orders-prod, 4821 0097 3316, 2 live, 1 failed',
      'Staging, orders-staging, 7301 5520 4418, 1 live',
      'Development, platform-dev, 1188 4027 6650, 1 live',
    ])
  })

  test('filters by state and by search, and offers a way back', async () => {
    const { screen } = await open()
    fireEvent.click(screen.getByRole('button', { name: /^Attention/ }))
    expect(tunnelRows(screen)).toHaveLength(2)
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'ordx' } })
    expect(screen.getByRole('heading', { name: 'Nothing matches “ordx”' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Clear' }))
    expect(tunnelRows(screen)).toHaveLength(13)
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'billing 23306' } })
    expect(tunnelRows(screen)).toHaveLength(1)
  })

  test('counts for each filter what it would leave of what the search and the environment leave', async () => {
    const { screen, services } = await open()
    const counts = (): readonly (string | null)[] =>
      within(screen.getByRole('group', { name: 'Show' }))
        .getAllByRole('button')
        .map((button) => button.textContent)
    expect(counts()).toEqual(['All13', 'Live4', 'Armed4', 'Attention2'])
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'mysql' } })
    expect(counts()).toEqual(['All3', 'Live1', 'Armed1', 'Attention1'])
    act(() => services.view.setState({ environment: 'development' }))
    expect(counts()).toEqual(['All1', 'Live1', 'Armed0', 'Attention0'])
  })

  test('the switch asks main, and does not change before main says so', async () => {
    const { client, screen } = await open(few())
    const toggle = screen.getByRole('switch', { name: 'Listen on :15432' })
    fireEvent.click(toggle)
    expect(client.inputsOf('tunnel.disarm')).toEqual([{ ...writer, ending: keepOpen }])
    expect(toggle.getAttribute('aria-checked')).toBe('true')
    const stopped = fixtureTunnel(15432, { status: { kind: 'stopped' } })
    act(() => client.emit('snapshot.update', { revision: 2, change: { type: 'tunnel', tunnel: stopped } }))
    expect(toggle.getAttribute('aria-checked')).toBe('false')
  })

  test('the chip copies the address and says so', async () => {
    const { client, screen } = await open(few())
    fireEvent.click(screen.getByRole('button', { name: 'Copy localhost:15432' }))
    expect(client.inputsOf('clipboard.write')).toEqual([{ text: 'localhost:15432' }])
    expect(await screen.findByText('Copied localhost:15432')).toBeTruthy()
  })
})

describe('the keys of a row', () => {
  async function onFirstRow() {
    const opened = await open()
    const rows = tunnelRows(opened.screen)
    const [first] = rows
    if (first === undefined) throw new Error('No row')
    first.focus()
    return { ...opened, rows, first }
  }

  test('arrows, Home and End walk over groups; one row is in the tab order', async () => {
    const { rows, first } = await onFirstRow()
    fireEvent.keyDown(first, { key: 'ArrowDown' })
    expect(document.activeElement).toBe(rows[1])
    fireEvent.keyDown(rows[1] ?? first, { key: 'End' })
    expect(document.activeElement).toBe(rows[12])
    fireEvent.keyDown(rows[12] ?? first, { key: 'Home' })
    expect(document.activeElement).toBe(first)
    expect(rows.filter((row) => row.tabIndex === 0)).toEqual([first])
  })

  test('Space switches, Command C copies, Command Enter disconnects what is open', async () => {
    const { client, first } = await onFirstRow()
    fireEvent.keyDown(first, { key: ' ' })
    fireEvent.keyDown(first, { key: 'c', metaKey: true })
    fireEvent.keyDown(first, { key: 'Enter', metaKey: true })
    expect(client.inputsOf('tunnel.disarm')).toEqual([{ ...writer, ending: keepOpen }])
    expect(client.inputsOf('clipboard.write')).toEqual([{ text: 'localhost:15432' }])
    expect(client.inputsOf('tunnel.disconnect')).toEqual([{ ...writer, ending: keepOpen }])
  })

  test('Control is not Command on macOS', async () => {
    const { client, first } = await onFirstRow()
    fireEvent.keyDown(first, { key: 'c', ctrlKey: true })
    expect(client.inputsOf('clipboard.write')).toEqual([])
  })

  test('Enter opens the panel, Escape closes it and goes back to the row', async () => {
    const { screen, first } = await onFirstRow()
    fireEvent.keyDown(first, { key: 'Enter' })
    const panel = screen.getByRole('complementary', { name: 'Tunnel detail' })
    expect(within(panel).getByRole('list', { name: 'Route' })).toBeTruthy()
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(screen.queryByRole('complementary', { name: 'Tunnel detail' })).toBeNull()
    expect(document.activeElement).toBe(first)
  })

  test('keys on a control inside the row are the control’s', async () => {
    const { client, screen } = await onFirstRow()
    fireEvent.keyDown(screen.getByRole('button', { name: 'Copy localhost:15432' }), { key: ' ' })
    expect(client.inputsOf('tunnel.disarm')).toEqual([])
  })
})

describe('a failed tunnel', () => {
  test('has its page: headline, steps, raw error, next try and actions', async () => {
    const { client, screen } = await open(few())
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    expect(screen.getByRole('heading', { name: 'The bastion is not connected to Systems Manager' })).toBeTruthy()
    expect(screen.getByText(/Try 4 of 5 in 2\d s/)).toBeTruthy()
    expect(screen.getByText(/An error occurred \(TargetNotConnected\)/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Retry now' }))
    expect(client.inputsOf('tunnel.connect')).toEqual([{ id: tunnelIdOf(13306) }])
    fireEvent.click(screen.getByRole('button', { name: 'Open in AWS console' }))
    expect(client.inputsOf('link.open')).toEqual([{ to: 'console', tunnel: tunnelIdOf(13306), page: 'target' }])
  })

  test('copies diagnostics that main has redacted', async () => {
    const { client, screen } = await open(few(), { 'tunnel.diagnostics': () => ok({ text: 'redacted' }) })
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    fireEvent.click(screen.getByRole('button', { name: 'Copy diagnostics' }))
    expect(await screen.findByText('Copied the diagnostics')).toBeTruthy()
    expect(client.inputsOf('clipboard.write')).toEqual([{ text: 'redacted' }])
  })

  test('offers diagnostics where a refusal does not even tell what was refused', async () => {
    const diagnostics = { 'tunnel.diagnostics': () => ok({ text: 'redacted' }) }
    const { client, screen } = await open(failedSnapshot(problemOf('ACCESS_DENIED', {})), diagnostics)
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    expect(screen.queryByRole('button', { name: /^Request/ })).toBeNull()
    fireEvent.click(screen.getAllByRole('button', { name: 'Copy diagnostics' })[0] ?? document.body)
    expect(await screen.findByText('Copied the diagnostics')).toBeTruthy()
    expect(client.inputsOf('clipboard.write')).toEqual([{ text: 'redacted' }])
  })

  test('offers to sign in when that is what is missing', async () => {
    const problem = problemOf('SIGN_IN_REQUIRED', { session: 'harborline' })
    const failed = fixtureTunnel(13306, { status: { kind: 'failed', at: 1, retry: null, problem } })
    const { client, screen } = await open(fixtureSnapshot({ tunnels: [failed] }))
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    fireEvent.click(screen.getAllByRole('button', { name: 'Sign in' })[0] ?? document.body)
    expect(client.inputsOf('signIn.start')).toEqual([{ session: 'harborline' }])
  })
})

describe('the first run', () => {
  test('adds the session and starts the sign-in', async () => {
    const { client, screen } = await open(fixtureSnapshot({ tunnels: [], signIns: [] }))
    fireEvent.change(screen.getByRole('textbox', { name: 'Start URL' }), {
      target: { value: ' harborline.awsapps.com/start ' },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Continue in browser' }))
    await act(async () => await Promise.resolve())
    const session = { name: 'harborline', startUrl: 'https://harborline.awsapps.com/start', region: 'us-east-1' }
    expect(client.inputsOf('signIn.add')).toEqual([session])
    await act(async () => await Promise.resolve())
    expect(client.inputsOf('signIn.start')).toEqual([{ session: 'harborline' }])
  })

  test('says what is wrong with an address instead of sending it', async () => {
    const { client, screen } = await open(fixtureSnapshot({ tunnels: [], signIns: [] }))
    fireEvent.click(screen.getByRole('button', { name: 'Continue in browser' }))
    expect(screen.getByText(/^An address like https:\/\/company\.awsapps\.com\/start\./)).toBeTruthy()
    expect(client.inputsOf('signIn.add')).toEqual([])
  })

  test('shows a code large, and copies it', async () => {
    const now = Date.now()
    const status = {
      kind: 'waiting-device-code',
      since: now,
      expiresAt: now + 60_000,
      userCode: 'KXPD-TRQM',
      url: 'https://a.awsapps.com/start/#/device',
    } as const
    const { client, screen } = await open(fixtureSnapshot({ tunnels: [], signIns: [fixtureSignIn(now, status)] }))
    expect(screen.getByText('KXPD-TRQM')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Copy' }))
    expect(client.inputsOf('clipboard.write')).toEqual([{ text: 'KXPD-TRQM' }])
    fireEvent.keyDown(document.body, { key: 'Escape' })
    expect(client.inputsOf('signIn.cancel')).toEqual([{ session: 'harborline' }])
  })

  test('a wrong address is corrected, and the wrong session is given up', async () => {
    const status = { kind: 'failed', at: 1, problem: sampleProblem('START_URL_WRONG') } as const
    const { client, screen } = await open(fixtureSnapshot({ tunnels: [], signIns: [fixtureSignIn(1, status)] }))
    fireEvent.click(screen.getByRole('button', { name: 'Change the address' }))
    const field = within(screen.container).getByRole<HTMLInputElement>('textbox', { name: 'Start URL' })
    expect(field.value).toBe('https://harborline.awsapps.com/start')
    fireEvent.change(field, { target: { value: 'https://harbourline.awsapps.com/start' } })
    fireEvent.click(screen.getByRole('button', { name: 'Continue in browser' }))
    await waitFor(() => expect(client.inputsOf('signIn.start')).toEqual([{ session: 'harbourline' }]))
    expect(client.inputsOf('signIn.remove')).toEqual([{ session: 'harborline' }])
  })

  test('a sign-in that fails at once is said once, on its page', async () => {
    const signedOut = fixtureSignIn(1, { kind: 'signed-out' })
    const problem = sampleProblem('START_URL_WRONG')
    const { client, screen } = await open(fixtureSnapshot({ tunnels: [], signIns: [signedOut] }))
    client.answer({
      'signIn.start': () => {
        const failed = fixtureSignIn(1, { kind: 'failed', at: 1, problem })
        client.emit('snapshot.update', { revision: 2, change: { type: 'sign-in', signIn: failed } })
        return { ok: false, error: problem }
      },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect(await screen.findAllByText('This start URL does not lead to IAM Identity Center')).toHaveLength(1)
  })

  test('a failed sign-in offers the code when the browser cannot come back', async () => {
    const status = { kind: 'failed', at: 1, problem: sampleProblem('SIGN_IN_CALLBACK_UNAVAILABLE') } as const
    const { client, screen } = await open(fixtureSnapshot({ tunnels: [], signIns: [fixtureSignIn(1, status)] }))
    fireEvent.click(screen.getByRole('button', { name: 'Use a code instead' }))
    expect(client.inputsOf('signIn.start')).toEqual([{ session: 'harborline', method: 'device-code' }])
  })
})

describe('banners', () => {
  test('no network, an ending sign-in and a notice are said above the list', async () => {
    const now = Date.now()
    const ending = fixtureSignIn(now, { kind: 'signed-in', expiresAt: now + 13 * 60_000, renewable: false })
    const notices = [{ id: 'n1', problem: sampleProblem('CATALOG_CORRUPT') }]
    const { client, screen } = await open({ ...few(), online: false, signIns: [ending], notices })
    expect(screen.getByText(/^No network/)).toBeTruthy()
    expect(screen.getByText(/^Sign-in ends in 1[23] min/)).toBeTruthy()
    expect(screen.getByText(/tunnels\.corrupt-1\.json/)).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(client.inputsOf('app.dismissNotice')).toEqual([{ id: 'n1' }])
  })

  test('a sign-in that renews itself does not warn', async () => {
    const now = Date.now()
    const renewing = fixtureSignIn(now, { kind: 'signed-in', expiresAt: now + 60_000, renewable: true })
    const { screen } = await open({ ...few(), signIns: [renewing] })
    expect(screen.queryByText(/^Sign-in ends/)).toBeNull()
    expect(screen.getByRole('button', { name: /^Account/ }).textContent).toContain('Signed in')
  })
})

test('the language and the theme of the settings reach the page', async () => {
  const base = few()
  const { screen } = await open({ ...base, settings: { ...base.settings, language: 'ja', theme: 'dark' } })
  expect(document.documentElement.lang).toBe('ja')
  expect(document.documentElement.dataset['theme']).toBe('dark')
  expect(screen.getByRole('grid', { name: 'トンネル' })).toBeTruthy()
})

test('a call that fails is said in a toast', async () => {
  const { screen } = await open(few(), { 'tunnel.disarm': () => sampleFailure('TUNNEL_UNKNOWN') })
  fireEvent.click(screen.getByRole('switch', { name: 'Listen on :15432' }))
  expect(await screen.findByText('This tunnel does not exist any more')).toBeTruthy()
})
