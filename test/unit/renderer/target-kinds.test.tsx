// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

/** What the form offers to find a bastion by. */
async function rulesOffered(tunnelPort: number, button: string): Promise<readonly string[]> {
  const { screen } = await open(fixtureSnapshot({ tunnels: [fixtureTunnel(tunnelPort)] }))
  fireEvent.click(screen.getAllByRole('button', { name: button })[0] ?? document.body)
  const sheet = await screen.findByRole('dialog')
  fireEvent.click(within(sheet).getByRole('combobox', { name: 'Through' }))
  return (await screen.findAllByRole('option')).map((option) => option.textContent)
}

test('an ECS service is not offered while sessions cannot be started on one', async () => {
  expect(await rulesOffered(15432, 'New tunnel')).toEqual(['Tag', 'Instance'])
})
