// @vitest-environment happy-dom
import { fireEvent, waitFor, within } from '@testing-library/react'
import { beforeAll, expect, it } from 'vitest'
import { noLayout } from '#contract/shell-layout.ts'
import { ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { FarListing, FileSessionView } from '#contract/files.ts'
import { fixtureSnapshot } from '../../support/snapshot-fixtures.ts'
import type { FakeAnswers } from '../../support/fake-contract-client.ts'
import {
  farEntryOf,
  fixtureFileRequest,
  fixtureFiles,
  fixtureFilesId,
  fixtureListing,
  transferOf,
} from '../../support/file-fixtures.ts'
import { open } from './support.tsx'

const now = Date.now()

// What the window loads when it is first wanted takes longer than a test waits for what it shows.
beforeAll(async () => {
  await import('../../../renderer/features/shells/index.tsx')
  await import('../../../renderer/features/files/files-pane.tsx')
}, 60_000)

/** The window with the files of one target open, over what `listing` says is there. */
async function openFiles(
  listing: FarListing = fixtureListing(now),
  change: Partial<FileSessionView> = {},
  answers: FakeAnswers = {},
) {
  const view = fixtureFiles(now, change)
  const first = fixtureSnapshot({ files: [] }, now)
  const { client, services, screen } = await open(first, {
    'shell.layout': () => ok(noLayout),
    'files.open': () => ok({ id: fixtureFilesId }),
    'files.list': () => ok(listing),
    'files.download': () => ok({ transfers: 1 }),
    'files.upload': () => ok({ transfers: 1 }),
    'files.answer': () => ok(undefined),
    ...answers,
  })
  let { revision } = first
  const tell = (files: FileSessionView): void => {
    revision += 1
    client.emit('snapshot.update', { revision, change: { type: 'files', files } })
  }
  services.view.setState({ wantedFiles: fixtureFileRequest, screen: { name: 'shells' } })
  await waitFor(() => expect(client.inputsOf('files.open')).toHaveLength(1))
  tell(view)
  const grid = await screen.findByRole('grid')
  return { client, services, screen, grid, view, tell }
}

const rowOf = (grid: HTMLElement, name: string): HTMLElement =>
  within(grid).getByText(name).closest<HTMLElement>('[role="row"]') as HTMLElement

it('lists folders before files, and fetches what is chosen with the keyboard', async () => {
  const { client, grid, screen } = await openFiles()
  const names = [...grid.querySelectorAll('[data-file] .file-name > :first-child')].map((name) => name.textContent)
  expect(names.slice(0, 4)).toEqual(['current', 'releases', 'shared', 'access.log'])
  const row = rowOf(grid, 'access.log')
  row.focus()
  fireEvent.keyDown(row, { key: ' ' })
  expect(row.getAttribute('aria-selected')).toBe('true')
  fireEvent.click(screen.getByRole('button', { name: 'Download 1' }))
  const { key } = farEntryOf({ name: 'access.log' })
  expect(client.inputsOf('files.download')).toEqual([{ id: fixtureFilesId, keys: [key] }])
})

it('opens a folder with Enter and leaves it with Backspace', async () => {
  const { client, grid } = await openFiles()
  const row = rowOf(grid, 'releases')
  row.focus()
  fireEvent.keyDown(row, { key: 'Enter' })
  fireEvent.keyDown(row, { key: 'Backspace' })
  const asked = client.inputsOf('files.list').map(({ at }) => at)
  expect(asked.slice(-2)).toEqual([
    { by: 'key', key: farEntryOf({ name: 'releases' }).key },
    { by: 'key', key: fixtureListing(now).parent },
  ])
})

it('offers nothing of a file that may not be read, and says why', async () => {
  const { client, grid } = await openFiles()
  const row = rowOf(grid, 'core.21884')
  expect(within(row).queryByRole('checkbox')).toBeNull()
  expect(row.textContent).toContain('Not readable by ubuntu')
  fireEvent.keyDown(row, { key: 'Enter' })
  expect(client.inputsOf('files.download')).toEqual([])
})

it('draws what is seen of ten thousand names', async () => {
  const entries = Array.from({ length: 10_000 }, (_, at) => farEntryOf({ name: `part-${at}` }))
  const { grid } = await openFiles({ ...fixtureListing(now), entries })
  expect(grid.getAttribute('aria-rowcount')).toBe('10001')
  expect(grid.querySelectorAll('[data-file]').length).toBeLessThan(100)
})

it('shows a hostile name as text', async () => {
  const name = '<img src=x onerror=alert(1)>'
  const { grid } = await openFiles({ ...fixtureListing(now), entries: [farEntryOf({ name })] })
  expect(within(grid).getByText(name)).toBeTruthy()
  expect(grid.querySelector('img')).toBeNull()
})

it('asks before a name is written over; what is safe has the focus', async () => {
  const existing = { kind: 'file', size: 10, changedAt: null } as const
  const coming = { kind: 'file', size: 2_500, changedAt: null } as const
  const transfers = [transferOf(0, { name: 'orders.env', direction: 'up', status: { kind: 'asks', existing, coming } })]
  const { client, screen } = await openFiles(fixtureListing(now), { transfers })
  const question = await screen.findByRole('alertdialog', { name: 'Replace orders.env?' })
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Skip'))
  expect(question.textContent).toMatch(/There now\s*File, 10 B\s*In its place\s*File, 2.5 KB/)
  fireEvent.click(within(question).getByRole('checkbox'))
  fireEvent.click(within(question).getByRole('button', { name: 'Keep both' }))
  expect(client.inputsOf('files.answer')).toEqual([
    { id: fixtureFilesId, transfer: transfers[0]?.id, answer: 'keep-both', forAll: true },
  ])
})

it('does not ask again by itself what somebody put off', async () => {
  const existing = { kind: 'file', size: 10, changedAt: null } as const
  const coming = { kind: 'file', size: 2_500, changedAt: null } as const
  const transfers = [transferOf(0, { name: 'orders.env', direction: 'up', status: { kind: 'asks', existing, coming } })]
  const { client, screen } = await openFiles(fixtureListing(now), { transfers })
  fireEvent.keyDown(await screen.findByRole('alertdialog'), { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  fireEvent.click(screen.getByRole('button', { name: 'Decide… orders.env' }))
  expect(await screen.findByRole('alertdialog')).toBeTruthy()
  expect(client.inputsOf('files.answer')).toEqual([])
})

it('sends what is dropped into the folder that is shown', async () => {
  const { client, grid } = await openFiles()
  const file = new File(['x'], 'seed.sql')
  const dataTransfer = { types: ['Files'], files: [file], dropEffect: 'none' }
  fireEvent.drop(grid, { dataTransfer })
  await waitFor(() => expect(client.dropped).toHaveLength(1))
  expect(client.dropped[0]).toEqual({ place: { id: fixtureFilesId, into: fixtureListing(now).key }, files: [file] })
})

it('reads the folder again when something has arrived in it', async () => {
  const { client, view, tell } = await openFiles(fixtureListing(now), { transfers: [] })
  const before = client.inputsOf('files.list').length
  const amount = { bytes: 1, totalBytes: 1, files: 1, totalFiles: 1 }
  const same = { kind: 'same', amount, sha256: 'a'.repeat(64), leftOut: 0, at: now } as const
  tell({ ...view, transfers: [transferOf(0, { name: 'new', direction: 'up', status: same })] })
  await waitFor(() => expect(client.inputsOf('files.list').length).toBe(before + 1))
})

it('reads the folder again when somebody comes back to the window, unless it is being read', async () => {
  let answer = (): void => {}
  const slow = new Promise<void>((resolve) => (answer = resolve))
  let isSlow = false
  const { client } = await openFiles(
    fixtureListing(now),
    {},
    {
      'files.list': async () => {
        if (isSlow) await slow
        return ok(fixtureListing(now))
      },
    },
  )
  const before = client.inputsOf('files.list').length
  isSlow = true
  fireEvent.focus(window)
  fireEvent.focus(window)
  expect(client.inputsOf('files.list').slice(before)).toEqual([
    { id: fixtureFilesId, at: { by: 'key', key: fixtureListing(now).key } },
  ])
  answer()
})

it('reads no folder of a session that is over when somebody comes back to the window', async () => {
  const { client, view, tell, screen } = await openFiles()
  tell({ ...view, status: { kind: 'ended', at: now, problem: null } })
  await screen.findByRole('button', { name: /Reconnect|Open again/ })
  const before = client.inputsOf('files.list').length
  fireEvent.focus(window)
  expect(client.inputsOf('files.list')).toHaveLength(before)
})

it('reads the folder again when an upload into it was given up: its part is gone', async () => {
  const moving = { kind: 'moving', amount: { bytes: 1, totalBytes: 9, files: 0, totalFiles: 1 }, rate: null } as const
  const transfers = [transferOf(0, { name: 'big.bin', direction: 'up', status: moving })]
  const { client, view, tell } = await openFiles(fixtureListing(now), { transfers })
  const before = client.inputsOf('files.list').length
  tell({ ...view, transfers: [] })
  await waitFor(() => expect(client.inputsOf('files.list').length).toBe(before + 1))
})

it('asks before a tab goes of which something is on its way, and not about what has arrived', async () => {
  const amount = { bytes: 1, totalBytes: 9, files: 0, totalFiles: 1 }
  const moving = [transferOf(0, { name: 'big.bin', status: { kind: 'moving', amount, rate: null } })]
  const { client, view, tell, screen } = await openFiles(
    fixtureListing(now),
    { transfers: moving },
    {
      'files.close': () => ok(undefined),
    },
  )
  const close = (): void => void fireEvent.keyDown(screen.getByRole('tab'), { key: 'Delete' })
  close()
  const question = await screen.findByRole('alertdialog', { name: 'Close orders-api-1?' })
  expect(question.textContent).toContain('One transfer is not finished')
  fireEvent.click(within(question).getByRole('button', { name: 'Keep open' }))
  expect(client.inputsOf('files.close')).toEqual([])
  const same = { kind: 'same', amount, sha256: 'a'.repeat(64), leftOut: 0, at: now } as const
  tell({ ...view, transfers: [transferOf(0, { name: 'big.bin', status: same })] })
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  await screen.findByText('Same on both sides')
  close()
  await waitFor(() => expect(client.inputsOf('files.close')).toEqual([{ id: fixtureFilesId }]))
})

it('asks about production as another user, too, and keeps the user', async () => {
  const refused = problemOf('PRODUCTION_NOT_AGREED', { account: 'orders-prod' })
  const { client, screen } = await openFiles(
    fixtureListing(now),
    {},
    {
      'files.again': ({ agreed }) => (agreed === 'once' ? ok(undefined) : { ok: false, error: refused }),
    },
  )
  fireEvent.click(screen.getAllByRole('button', { name: /ubuntu/ })[0]!)
  const form = await screen.findByRole('dialog', { name: 'Connect as another user' })
  fireEvent.change(within(form).getByRole('textbox'), { target: { value: 'deploy' } })
  fireEvent.submit(within(form).getByRole('textbox'))
  const question = await screen.findByRole('alertdialog', { name: 'Open files on production?' })
  fireEvent.click(within(question).getByRole('button', { name: 'Open files' }))
  await waitFor(() =>
    expect(client.inputsOf('files.again')).toEqual([
      { id: fixtureFilesId, agreed: 'none', user: 'deploy' },
      { id: fixtureFilesId, agreed: 'once', user: 'deploy' },
    ]),
  )
})

it('offers the files that were open when the app was left, and starts nothing unasked', async () => {
  const [tab, pane] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2']
  const { client, services, screen } = await open(fixtureSnapshot({ files: [] }, now), {
    'shell.layout': () =>
      ok({
        ...noLayout,
        tabs: [{ id: tab, title: null, tree: [{ is: 'pane', id: pane }], active: pane }],
        files: [{ id: pane, request: fixtureFileRequest, session: fixtureFilesId }],
      }),
    'files.open': () => ok({ id: fixtureFilesId }),
  })
  services.view.setState({ screen: { name: 'shells' } })
  expect(await screen.findByText('The files of orders-api-1 were open here')).toBeTruthy()
  expect(client.inputsOf('files.open')).toEqual([])
  fireEvent.click(screen.getByRole('button', { name: 'Open' }))
  await waitFor(() => expect(client.inputsOf('files.open')).toHaveLength(1))
})

it('says why a session could not be opened, and asks main once more when told to', async () => {
  const failed = { kind: 'failed', at: now, problem: problemOf('FILES_SHELL_UNUSABLE', { missing: 'base64' }) } as const
  const { client, view, tell, screen } = await openFiles(
    fixtureListing(now),
    {},
    { 'files.again': () => ok(undefined) },
  )
  tell({ ...view, status: failed })
  expect(await screen.findByText('The shell of this target cannot carry files')).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: 'Reconnect' }))
  expect(client.inputsOf('files.again')).toEqual([{ id: fixtureFilesId, agreed: 'none' }])
})

it('has one tab for a target, however often its files are wanted', async () => {
  const { client, services, screen } = await openFiles()
  services.view.setState({ wantedFiles: { ...fixtureFileRequest, name: 'otherwise' } })
  await waitFor(() => expect(services.view.getState().wantedFiles).toBeNull())
  expect(screen.getAllByRole('tab')).toHaveLength(1)
  expect(client.inputsOf('files.open')).toHaveLength(1)
})

it('asks about production, and opens files once somebody has agreed', async () => {
  let agreed = ''
  const { client, services, screen } = await open(fixtureSnapshot({ files: [] }, now), {
    'shell.layout': () => ok(noLayout),
    'files.open': (input) => {
      agreed = input.agreed ?? 'none'
      const refused = problemOf('PRODUCTION_NOT_AGREED', { account: 'orders-prod' })
      return agreed === 'none' ? { ok: false, error: refused } : ok({ id: fixtureFilesId })
    },
  })
  services.view.setState({
    wantedFiles: { ...fixtureFileRequest, environment: 'production' },
    screen: { name: 'shells' },
  })
  const question = await screen.findByRole('alertdialog', { name: 'Open files on production?' })
  fireEvent.click(within(question).getByRole('button', { name: 'Open files' }))
  await waitFor(() => expect(agreed).toBe('once'))
  expect(client.inputsOf('files.open')).toHaveLength(2)
})
