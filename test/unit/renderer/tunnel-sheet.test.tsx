// @vitest-environment happy-dom
import { act, fireEvent, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { ok } from '#domain/result.ts'
import type { FakeAnswers } from '../../support/fake-contract-client.ts'
import {
  fixtureProfileList,
  fixtureProfiles,
  fixtureSnapshot,
  fixtureTunnel,
  tunnelIdOf,
} from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

const small = () => fixtureSnapshot({ tunnels: [fixtureTunnel(15432)] })

async function openSheet(answers: FakeAnswers = {}) {
  const opened = await open(small(), answers)
  fireEvent.click(opened.screen.getByRole('button', { name: 'New tunnel' }))
  const sheet = await opened.screen.findByRole('dialog', { name: 'New tunnel' })
  const type = (label: string | RegExp, value: string): void =>
    void fireEvent.change(within(sheet).getByRole('textbox', { name: label }), { target: { value } })
  return { ...opened, sheet, type }
}

const one = {
  'profile.list': () => ok(fixtureProfileList({ profiles: fixtureProfiles.slice(0, 1) })),
} satisfies FakeAnswers

describe('the new tunnel sheet', () => {
  test('suggests a port and says that it is free', async () => {
    const { sheet } = await openSheet(one)
    const port = within(sheet).getByRole<HTMLInputElement>('textbox', { name: 'Local port' })
    await waitFor(() => expect(port.value).toBe('15434'))
    expect(await within(sheet).findByText('Free. Production ports start with 1.')).toBeTruthy()
  })

  test('never writes over a port that was typed', async () => {
    const { sheet, type } = await openSheet(one)
    const port = within(sheet).getByRole<HTMLInputElement>('textbox', { name: 'Local port' })
    await waitFor(() => expect(port.value).toBe('15434'))
    type('Local port', '16000')
    fireEvent.click(within(sheet).getByRole('button', { name: 'Redis' }))
    await act(async () => await Promise.resolve())
    expect(port.value).toBe('16000')
    expect(within(sheet).getByRole<HTMLInputElement>('textbox', { name: 'Port' }).value).toBe('6379')
  })

  test('names what is wrong, and sends nothing', async () => {
    const { client, sheet } = await openSheet(one)
    fireEvent.click(within(sheet).getByRole('button', { name: 'Save and arm' }))
    expect(within(sheet).getAllByText('Fill this in.').length).toBeGreaterThan(0)
    expect(client.inputsOf('tunnel.create')).toEqual([])
  })

  test('says at the field what is wrong once its typing rests, and at once after that', async () => {
    const { sheet, type } = await openSheet(one)
    type('Port', '70000')
    expect(within(sheet).queryByText('A number from 1 to 65535.')).toBeNull()
    expect(await within(sheet).findByText('A number from 1 to 65535.')).toBeTruthy()
    expect(within(sheet).queryByText('Fill this in.')).toBeNull()
    type('Port', '5432')
    expect(within(sheet).queryByText('A number from 1 to 65535.')).toBeNull()
    type('Port', '')
    expect(within(sheet).getByText('Fill this in.')).toBeTruthy()
  })

  test('puts the focus on the first field that is wrong, and opens what hides it', async () => {
    const { sheet, type } = await openSheet(one)
    const field = (name: string) => within(sheet).getByRole('textbox', { name })
    fireEvent.click(within(sheet).getByRole('button', { name: 'Save and arm' }))
    await waitFor(() => expect(document.activeElement).toBe(field('Name')))
    type('Name', 'ledger')
    fireEvent.click(within(sheet).getByRole('button', { name: 'Save and arm' }))
    await waitFor(() => expect(document.activeElement).toBe(field('Host')))
    type('Host', 'ledger.internal')
    fireEvent.click(within(sheet).getByRole('button', { name: 'More options' }))
    type('Reason optional', 'x'.repeat(300))
    await within(sheet).findByText('Too long.')
    fireEvent.click(within(sheet).getByRole('button', { name: 'More options' }))
    fireEvent.click(within(sheet).getByRole('button', { name: 'Save and arm' }))
    await waitFor(() => expect(document.activeElement).toBe(field('Reason optional')))
  })

  test('saves with Command Enter and closes', async () => {
    const { client, screen, sheet, type } = await openSheet({
      ...one,
      'tunnel.create': () => ok({ id: tunnelIdOf(1) }),
    })
    await waitFor(() =>
      expect(within(sheet).getByRole<HTMLInputElement>('textbox', { name: 'Local port' }).value).toBe('15434'),
    )
    type('Name', 'ledger')
    type('Host', 'ledger.internal')
    fireEvent.keyDown(within(sheet).getByRole('textbox', { name: 'Host' }), { key: 'Enter', metaKey: true })
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'New tunnel' })).toBeNull())
    expect(client.inputsOf('tunnel.create')).toMatchObject([
      { definition: { name: 'ledger', environment: 'production' }, preference: { localPort: 15434 } },
    ])
    expect(client.inputsOf('tunnel.arm')).toEqual([{ id: tunnelIdOf(1) }])
  })

  test('does not save a port that belongs to another tunnel', async () => {
    const { client, sheet, type } = await openSheet({
      ...one,
      'port.check': () => ok({ state: 'reserved', tunnelName: 'orders-db writer' }),
    })
    type('Name', 'ledger')
    type('Host', 'ledger.internal')
    type('Local port', '15432')
    expect(await within(sheet).findByText('Port belongs to orders-db writer.')).toBeTruthy()
    fireEvent.click(within(sheet).getByRole('button', { name: 'Save and arm' }))
    expect(client.inputsOf('tunnel.create')).toEqual([])
  })

  test('asks before it throws away what was typed', async () => {
    const { screen, sheet, type } = await openSheet(one)
    type('Name', 'ledger')
    fireEvent.click(within(sheet).getByRole('button', { name: 'Cancel' }))
    const question = await screen.findByRole('alertdialog', { name: 'Discard this tunnel?' })
    fireEvent.click(within(question).getByRole('button', { name: 'Discard' }))
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'New tunnel' })).toBeNull())
  })

  test('shows what the target rule finds', async () => {
    const match = { id: 'i-0ab3f29c81d7e4402', name: null, online: true, agentVersion: null, zone: null, vpc: null }
    const { sheet } = await openSheet({
      ...one,
      'target.preview': () => ok({ matches: [match, { ...match, id: 'i-0c7e41d8b5a90f236', online: false }] }),
    })
    expect(await within(sheet).findByText('2 match, 1 online: i-0ab3f29c81d7e4402')).toBeTruthy()
  })
})

test('the port of the tunnel that is edited is its own', async () => {
  const { services, screen } = await open(small(), { 'port.check': () => ok({ state: 'own' }) })
  act(() => services.view.setState({ overlay: { name: 'edit-tunnel', id: tunnelIdOf(15432), focus: 'name' } }))
  const sheet = await screen.findByRole('dialog', { name: 'Edit orders-db' })
  expect(await within(sheet).findByText(/^This tunnel’s own port\./)).toBeTruthy()
})

test('editing keeps the port and sends the whole draft', async () => {
  const { client, services, screen } = await open(small())
  act(() => services.view.setState({ overlay: { name: 'edit-tunnel', id: tunnelIdOf(15432), focus: 'name' } }))
  const sheet = await screen.findByRole('dialog', { name: 'Edit orders-db' })
  fireEvent.change(within(sheet).getByRole('textbox', { name: 'Name' }), { target: { value: 'orders' } })
  fireEvent.click(within(sheet).getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(client.inputsOf('tunnel.change')).toHaveLength(1))
  expect(client.inputsOf('tunnel.change')[0]).toMatchObject({
    id: tunnelIdOf(15432),
    draft: { definition: { name: 'orders' }, preference: { localPort: 15432 } },
  })
})

test('deleting names the tunnel, and the safe button has the focus', async () => {
  const { client, services, screen } = await open(small())
  act(() => services.view.setState({ overlay: { name: 'remove-tunnel', id: tunnelIdOf(15432) } }))
  const question = await screen.findByRole('alertdialog', { name: 'Delete orders-db writer?' })
  fireEvent.click(within(question).getByRole('button', { name: 'Delete orders-db writer' }))
  await waitFor(() => expect(client.inputsOf('tunnel.remove')).toMatchObject([{ id: tunnelIdOf(15432) }]))
})

test('an address of its own is asked for, shown on the route and saved', async () => {
  const { client, sheet, type } = await openSheet(one)
  type('Name', 'ledger')
  type('Host', 'ledger.internal')
  type('Local port', '5432')
  fireEvent.click(within(sheet).getByRole('button', { name: 'More options' }))
  type(/^Loopback address of its own/, '127.0.0.1')
  expect(await within(sheet).findByText('From 127.0.0.2 to 127.255.255.254.')).toBeTruthy()
  type(/^Loopback address of its own/, '127.0.0.2')
  expect(await within(sheet).findByText('127.0.0.2:5432')).toBeTruthy()
  expect(within(sheet).getByText('Points at 127.0.0.2')).toBeTruthy()
  const asked = { port: 5432, address: '127.0.0.2' }
  await waitFor(() => expect(client.inputsOf('port.check').at(-1)).toEqual(asked))
  fireEvent.click(within(sheet).getByRole('button', { name: 'Save and arm' }))
  await waitFor(() => expect(client.inputsOf('tunnel.create')).toHaveLength(1))
  const place = { localPort: 5432, localAddress: '127.0.0.2' }
  expect(client.inputsOf('tunnel.create')).toMatchObject([{ preference: place }])
})

test('a port that is taken names its owner and offers the next free one', async () => {
  const taken = { state: 'taken', owner: { program: 'postgres', pid: 812 } } as const
  const { sheet, type } = await openSheet({
    ...one,
    'port.check': ({ port }) => ok(port === 15_432 ? taken : { state: 'free' }),
  })
  const port = within(sheet).getByRole<HTMLInputElement>('textbox', { name: 'Local port' })
  type('Local port', '15432')
  expect(await within(sheet).findByText('In use by postgres (pid 812).')).toBeTruthy()
  expect(port.value).toBe('15432')
  fireEvent.click(await within(sheet).findByRole('button', { name: 'Use 15434' }))
  expect(port.value).toBe('15434')
})
