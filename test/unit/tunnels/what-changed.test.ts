import { expect, it } from 'vitest'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { whatChanged } from '#core/app/tunnels/tunnel-list.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'

const before = sampleTunnel({})
const defined = (change: Partial<SavedTunnel['definition']>): SavedTunnel => ({
  ...before,
  definition: { ...before.definition, ...change },
})

it.each([
  ['its bastion', { target: { by: 'auto-scaling-group', name: 'bastions' } }],
  ['its endpoint', { endpoint: { host: 'other.internal', port: 5_432 } }],
  ['its session document', { document: { name: 'Harborline-EchoPort', parameters: {} } }],
  ['the parameters of that', { document: { name: 'Harborline-EchoPort', parameters: { team: ['orders'] } } }],
  ['the port of a relay', { relayPort: 15_432 }],
] satisfies readonly [string, Partial<SavedTunnel['definition']>][])('a tunnel leads elsewhere by %s', (_, change) => {
  expect(whatChanged(before, defined(change))).toBe('route')
})

it('a tunnel of another name leads where it led', () => {
  expect(whatChanged(before, defined({ name: 'renamed', reason: 'OPS-1' }))).toBe('options')
})
