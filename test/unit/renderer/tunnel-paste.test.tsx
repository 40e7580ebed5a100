// @vitest-environment happy-dom
import { fireEvent, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { ok } from '#domain/result.ts'
import type { ProfileView } from '#contract/sign-in.ts'
import type { FakeAnswers } from '../../support/fake-contract-client.ts'
import {
  fixtureProfileList,
  fixtureProfiles,
  fixtureSnapshot,
  fixtureTunnel,
  tunnelIdOf,
} from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

const named: ProfileView = {
  ref: { type: 'named', name: 'prod-tunnel' },
  title: 'prod-tunnel',
  accountId: null,
  roleName: null,
  region: 'us-east-1',
  kind: 'static',
  signIn: null,
  problem: null,
}
const answers = {
  'profile.list': () => ok(fixtureProfileList({ profiles: [...fixtureProfiles, named] })),
  'tunnel.create': () => ok({ id: tunnelIdOf(1) }),
} satisfies FakeAnswers

const writer = 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'
const url = `postgres://app_ro:hunter2@${writer}/orders?sslmode=require`
const command = `aws ssm start-session --target i-0ab3f29c81d7e4402 --profile prod-tunnel --region eu-west-1 --parameters host=db.internal,portNumber=3306,localPortNumber=15999`

async function openSheet(more: FakeAnswers = {}) {
  const opened = await open(fixtureSnapshot({ tunnels: [fixtureTunnel(15432)] }), { ...answers, ...more })
  fireEvent.click(opened.screen.getByRole('button', { name: 'New tunnel' }))
  const sheet = await opened.screen.findByRole('dialog', { name: 'New tunnel' })
  const field = (name: string) => within(sheet).getByRole<HTMLInputElement>('textbox', { name })
  const paste = (name: string, text: string): boolean =>
    fireEvent.paste(field(name), { clipboardData: { getData: () => text } })
  const type = (name: string, value: string): void => void fireEvent.input(field(name), { target: { value } })
  return {
    ...opened,
    sheet,
    field,
    paste,
    type,
    values: (...names: string[]) => names.map((name) => field(name).value),
  }
}

async function openPaste(more: FakeAnswers = {}) {
  const opened = await openSheet(more)
  fireEvent.click(within(opened.sheet).getByRole('button', { name: 'Paste a connection string' }))
  return opened
}

const line = 'Connection string or command'

describe('a connection string', () => {
  test('fills the form, says what it filled and what it left out, and keeps no password', async () => {
    const { client, sheet, field, paste, values, services } = await openPaste()
    expect(document.activeElement).toBe(field(line))
    paste(line, url)
    expect(values('Host', 'Port', 'Name', 'Label optional')).toEqual([writer, '5432', 'orders-db', 'writer'])
    expect(
      within(sheet).getByText('Filled in: Type, Name, Label, Region, Host, Port, Database name, User name.'),
    ).toBeTruthy()
    expect(within(sheet).getByText('The password was dropped. Culvert never keeps one.')).toBeTruthy()
    expect(within(sheet).getByText('Not used: sslmode. Set it in your client, as before.')).toBeTruthy()
    expect(within(sheet).getByText(/^TLS stays between your client and the database/)).toBeTruthy()
    expect(values('Database name optional', 'User name optional')).toEqual(['orders', 'app_ro'])
    expect(field(line).value).toBe('')
    expect(document.body.innerHTML).not.toContain('hunter2')
    expect(JSON.stringify([services.view.getState(), client.made])).not.toContain('hunter2')
  })

  test('that is typed is read with Enter, and left alone until then', async () => {
    const { client, field, values } = await openPaste()
    field(line).value = 'rediss://cache.internal:6380'
    expect(values('Host')).toEqual([''])
    fireEvent.keyDown(field(line), { key: 'Enter' })
    expect(values('Host', 'Port', line)).toEqual(['cache.internal', '6380', ''])
    expect(client.inputsOf('tunnel.create')).toEqual([])
  })

  test('that is typed says that it is not read yet, and is read when the line is left', async () => {
    const { sheet, field, values, type } = await openPaste()
    type(line, 'postgres://app_ro:hunter2@db.internal/orders')
    expect(within(sheet).getByText('Not read yet. Press Enter to fill in the form.')).toBeTruthy()
    fireEvent.blur(field(line), { relatedTarget: field('Host') })
    expect(within(sheet).queryByText(/^Not read yet/)).toBeNull()
    expect(values('Host', line)).toEqual(['db.internal', ''])
    expect(document.body.innerHTML).not.toContain('hunter2')
  })

  test.each(['the button', 'the key'])(
    'that is typed is read by %s that saves, which saves only what was seen',
    async (by) => {
      const { client, sheet, field, values, type } = await openPaste({
        'profile.list': () => ok(fixtureProfileList({ profiles: fixtureProfiles.slice(0, 1) })),
      })
      const button = within(sheet).getByRole('button', { name: 'Save and arm' })
      const save = (): void => {
        if (by === 'the key') return void fireEvent.keyDown(field(line), { key: 'Enter', metaKey: true })
        fireEvent.blur(field(line), { relatedTarget: button })
        fireEvent.click(button)
      }
      await waitFor(() => expect(values('Local port')).not.toEqual(['']))
      fireEvent.change(field('Name'), { target: { value: 'mine' } })
      fireEvent.change(field('Host'), { target: { value: 'old.internal' } })
      type(line, 'new.internal:5432')
      save()
      expect(values('Host', line)).toEqual(['new.internal', ''])
      expect(within(sheet).getByText(/^Filled in: .*Host, Port/)).toBeTruthy()
      expect(client.inputsOf('tunnel.create')).toEqual([])
      save()
      await waitFor(() => expect(client.inputsOf('tunnel.create')).toHaveLength(1))
    },
  )

  test.each([line, 'Host'])('that is dropped on "%s" is read at once, and keeps no password', async (name) => {
    const { field, values } = await openPaste()
    const dropped = fireEvent.drop(field(name), { dataTransfer: { getData: () => url } })
    expect(dropped).toBe(false)
    expect(values('Host', line)).toEqual([writer, ''])
    expect(document.body.innerHTML).not.toContain('hunter2')
  })

  test('leaves a name that was typed, and replaces one that was pasted', async () => {
    const { field, paste, values } = await openPaste()
    paste(line, 'a.internal:5432')
    paste(line, 'b.internal:5432')
    expect(values('Name', 'Host')).toEqual(['b', 'b.internal'])
    fireEvent.change(field('Name'), { target: { value: 'mine' } })
    paste(line, 'c.internal:5432')
    expect(values('Name', 'Host')).toEqual(['mine', 'c.internal'])
  })

  test('that is none changes nothing and says so', async () => {
    const { sheet, paste, values } = await openPaste()
    expect(paste(line, 'user:hunter2')).toBe(false)
    expect(within(sheet).getByText(/^Nothing was filled in/)).toBeTruthy()
    expect(values('Host', line)).toEqual(['', ''])
    expect(document.body.innerHTML).not.toContain('hunter2')
  })

  test('that is typed and cannot be read leaves the line too, with what can be read', async () => {
    const { sheet, field, values } = await openPaste()
    field(line).value = 'password=hunter2 host'
    fireEvent.keyDown(field(line), { key: 'Enter' })
    expect(values('Host', line)).toEqual(['', ''])
    expect(within(sheet).getByText(/^postgres:/)).toBeTruthy()
  })

  test('that cannot be read does not get into the host either', async () => {
    const { paste, values } = await openSheet()
    expect(paste('Host', 'db.internal password=hunter2')).toBe(false)
    expect(values('Host')).toEqual([''])
    expect(document.body.innerHTML).not.toContain('hunter2')
  })

  test('that is typed into the host goes the same way when it is left', async () => {
    const { field, values } = await openSheet()
    fireEvent.change(field('Host'), { target: { value: 'db.internal:5433' } })
    fireEvent.blur(field('Host'))
    expect(values('Host', 'Port')).toEqual(['db.internal', '5433'])
    for (const host of ['db internal', 'fd00::1']) {
      fireEvent.change(field('Host'), { target: { value: host } })
      fireEvent.blur(field('Host'))
      expect(values('Host')).toEqual([host])
    }
    fireEvent.change(field('Host'), { target: { value: 'postgres://u:hun@ter2' } })
    fireEvent.blur(field('Host'))
    expect(values('Host')[0]).not.toContain('hun')
  })

  test('that is pasted into the host goes the same way', async () => {
    const { sheet, paste, values } = await openSheet()
    expect(paste('Host', url)).toBe(false)
    expect(values('Host', 'Port')).toEqual([writer, '5432'])
    expect(within(sheet).getByText('The password was dropped. Culvert never keeps one.')).toBeTruthy()
    expect(paste('Host', 'db.internal')).toBe(true)
  })
})

test('a command fills in target, account, region and local port; the local port is not suggested over', async () => {
  const { client, sheet, field, paste, values } = await openPaste()
  paste(line, command)
  expect(values('Host', 'Port', 'Instance id', 'Local port')).toEqual([
    'db.internal',
    '3306',
    'i-0ab3f29c81d7e4402',
    '15999',
  ])
  expect(within(sheet).getByRole('button', { name: 'MySQL' }).getAttribute('aria-pressed')).toBe('true')
  fireEvent.keyDown(field('Host'), { key: 'Enter', metaKey: true })
  await waitFor(() => expect(client.inputsOf('tunnel.create')).toHaveLength(1))
  expect(client.inputsOf('tunnel.create')[0]).toMatchObject({
    definition: {
      region: 'eu-west-1',
      target: { by: 'id', id: 'i-0ab3f29c81d7e4402' },
      endpoint: { host: 'db.internal', port: 3306 },
    },
    preference: { profile: { type: 'named', name: 'prod-tunnel' }, localPort: 15999 },
  })
})

test('a profile that is not known is said by its name', async () => {
  const { sheet, paste } = await openPaste()
  paste(line, command.replace('prod-tunnel', 'other'))
  expect(within(sheet).getByText('The profile other is not among the accounts. Choose one.')).toBeTruthy()
})

test('the empty list leads there at once', async () => {
  const { screen } = await open(fixtureSnapshot({ tunnels: [] }), answers)
  fireEvent.click(screen.getByRole('button', { name: 'Paste a connection string' }))
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('textbox', { name: line })))
})

test('Escape closes the line, not the sheet', async () => {
  const { screen, field } = await openPaste()
  fireEvent.keyDown(field(line), { key: 'Escape' })
  expect(screen.queryByRole('textbox', { name: line })).toBeNull()
  expect(screen.getByRole('dialog', { name: 'New tunnel' })).toBeTruthy()
})
