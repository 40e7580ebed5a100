// @vitest-environment happy-dom
import { act, fireEvent, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok } from '#domain/result.ts'
import { fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

/** What the form offers to find a bastion by. */
async function rulesOffered(tunnelPort: number, button: string): Promise<readonly string[]> {
  const { screen } = await open(fixtureSnapshot({ tunnels: [fixtureTunnel(tunnelPort)] }))
  fireEvent.click(screen.getAllByRole('button', { name: button })[0] ?? document.body)
  const sheet = await screen.findByRole('dialog')
  fireEvent.click(within(sheet).getByRole('combobox', { name: 'Through' }))
  return (await screen.findAllByRole('option')).map((option) => option.textContent)
}

const task = `4c1e${'0'.repeat(24)}a07d`
const match = { name: 'api/app', online: true, agentVersion: null, zone: 'ap-northeast-1a', vpc: null }

test('each way to find a bastion is offered', async () => {
  expect(await rulesOffered(15432, 'New tunnel')).toEqual(['Tag', 'Instance', 'Auto Scaling', 'Private IP', 'ECS task'])
})

test('a tunnel through a container shows the task of now, and what else there is', async () => {
  const tunnel = fixtureTunnel(35433)
  const containers = [{ name: 'app', state: 'open' as const }]
  const { services, screen } = await open(fixtureSnapshot({ tunnels: [tunnel] }), {
    'service.list': () => ok({ services: [{ cluster: 'platform', name: 'worker', tasks: 2, containers }] }),
    'target.preview': () =>
      ok({ matches: ['1', '2'].map((end) => ({ ...match, id: `ecs:platform_${task}_${task}-${end}` })) }),
  })
  act(() => services.view.setState({ overlay: { name: 'edit-tunnel', id: tunnelIdOf(35433), focus: 'target' } }))
  const sheet = within(await screen.findByRole('dialog'))
  expect(await sheet.findByText('Now 4c1e…a07d, 1 of 2 tasks', {}, { timeout: 5_000 })).toBeTruthy()
  expect(sheet.getByText('platform / 9f2c81 / app')).toBeTruthy()
  expect(sheet.getByText('Task 4c1e…a07d, 1 of 2')).toBeTruthy()
  fireEvent.click(sheet.getByRole('button', { name: 'Show services' }))
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
    'worker2 tasks, exec on',
  ])
})
