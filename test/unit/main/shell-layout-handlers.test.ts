import { expect, it } from 'vitest'
import { noLayout, type ShellLayout } from '#contract/shell-layout.ts'
import { createShellLayoutHandlers } from '../../../main/handlers/shell-layout-handlers.ts'

it('writes no value down of a parameter that is called like a secret', async () => {
  const saved: ShellLayout[] = []
  const handlers = createShellLayoutHandlers({
    load: async () => noLayout,
    save: async (layout) => void saved.push(layout),
  })
  const request: ShellLayout['panes'][number]['request'] = {
    profile: { type: 'named', name: 'orders-prod' },
    region: 'eu-west-1',
    target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
    program: { run: 'shell', document: 'Ops-Shell', parameters: { area: ['orders'], apiToken: ['s3cret'] } },
    name: 'bastion-a',
    environment: null,
  }
  const pane = { id: '7a0f43a5-7c0c-4b39-94bb-e27e1e7d2f11', request, shell: null }
  await handlers['shell.keepLayout']({ ...noLayout, panes: [pane] }, { window: 'main' })
  expect(JSON.stringify(saved)).not.toContain('s3cret')
  expect(saved[0]?.panes[0]?.request.program).toMatchObject({ parameters: { area: ['orders'], apiToken: [] } })
})
