import { expect, it } from 'vitest'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { ok } from '#domain/result.ts'
import { createTunnelHandlers } from '../../../main/handlers/tunnel-handlers.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'

it('has what is production noted before a page changes or removes a tunnel, and what is open told of it after', async () => {
  const done: string[] = []
  const supervisor = {
    change: async () => (done.push('changed'), ok(undefined)),
    create: async () => (done.push('created'), ok({ id: '' })),
    remove: async () => (done.push('removed'), ok(undefined)),
  } as unknown as TunnelSupervisor
  const handlers = createTunnelHandlers({
    supervisor,
    sessions: { findTargets: async () => ok([]) },
    localPorts: { suggest: async () => 1, check: async () => ({ state: 'free' }) } as never,
    beforeChange: () => void done.push('noted'),
    afterChange: async () => void done.push('told'),
  })
  const { id, ...draft } = sampleTunnel()
  const caller = { window: 'main' }
  const ending = { connections: 'keep' } as const
  await handlers['tunnel.change']({ id, draft, ending }, caller)
  await handlers['tunnel.remove']({ id, ending }, caller)
  await handlers['tunnel.create'](draft, caller)
  expect(done).toEqual(['noted', 'changed', 'told', 'noted', 'removed', 'told', 'created', 'told'])
})
