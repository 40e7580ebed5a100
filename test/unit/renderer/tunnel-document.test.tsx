// @vitest-environment happy-dom
import { act, fireEvent, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { DocumentParameter, SessionDocumentView } from '#contract/session-documents.ts'
import { ok } from '#domain/result.ts'
import { fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

const parameter = (name: string, usual: string[] | null): DocumentParameter => ({
  name,
  form: 'text',
  description: null,
  usual,
  allowed: [],
  pattern: null,
})

const teamPort = [parameter('portNumber', ['80']), parameter('host', ['localhost']), parameter('team', null)]

/** The form of a saved tunnel, with the sheet for its document open, in which a name was typed. */
async function choosing(document: Partial<SessionDocumentView>) {
  const read = { name: 'Team-Port', sessionType: 'Port', description: null, parameters: teamPort, ...document }
  const opened = await open(fixtureSnapshot({ tunnels: [fixtureTunnel(15432)] }), {
    'document.list': () => ok({ names: ['Team-Port'] }),
    'document.read': () => ok(read),
    'tunnel.change': () => ok(undefined),
  })
  const { services, screen } = opened
  act(() => services.view.setState({ overlay: { name: 'edit-tunnel', id: tunnelIdOf(15432), focus: 'name' } }))
  const form = within(await screen.findByRole('dialog'))
  fireEvent.click(form.getByRole('button', { name: /^Session document/ }))
  const sheet = within(await screen.findByRole('dialog', { name: /^Session document of / }))
  fireEvent.change(sheet.getByRole('combobox', { name: 'Session document' }), { target: { value: 'Team-Port' } })
  return { ...opened, form, sheet, use: sheet.getByRole<HTMLButtonElement>('button', { name: 'Use' }) }
}

test('a document is chosen for a tunnel with what it asks beside host and ports, and saved with it', async () => {
  const { client, form, sheet, use } = await choosing({})
  const team = await sheet.findByRole('textbox', { name: 'team' })
  expect(sheet.queryByRole('textbox', { name: 'host' })).toBeNull()
  expect(use.disabled).toBe(true)
  fireEvent.change(team, { target: { value: 'orders' } })
  fireEvent.keyDown(team, { key: 'Enter', code: 'Enter', metaKey: true })
  expect(client.inputsOf('tunnel.change')).toEqual([])
  fireEvent.click(use)
  expect(await form.findByText('team=orders')).toBeTruthy()
  expect(client.inputsOf('tunnel.change')).toEqual([])
  fireEvent.click(form.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(client.inputsOf('tunnel.change')).toHaveLength(1))
  const document = { name: 'Team-Port', parameters: { team: ['orders'] }, takes: ['portNumber', 'host'] }
  expect(client.inputsOf('tunnel.change')).toMatchObject([{ draft: { definition: { document } } }])
})

test.each([
  ['of a shell', { sessionType: 'InteractiveCommands' }, 'It opens a shell and forwards no port.'],
  ['that needs a secret', { parameters: [parameter('apiToken', null)] }, /^It needs apiToken\./],
])('a document %s is none for a tunnel', async (_, document, sentence) => {
  const { sheet, use } = await choosing(document)
  expect(await sheet.findByText(sentence)).toBeTruthy()
  expect(use.disabled).toBe(true)
})
