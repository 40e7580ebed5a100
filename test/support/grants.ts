import type { SessionGrant } from '#contract/relay.ts'
import { direct } from './direct-route.ts'

/** A grant for an endpoint on this machine; whatever a test cares about is given. */
export function grantFor(given: { readonly port: number } & Partial<SessionGrant>): SessionGrant {
  const { port, ...rest } = given
  const sessionId = rest.sessionId ?? 'ada-0a1b2c3d4e5f60718'
  return {
    sessionId,
    targetId: 'i-0123456789abcdef0',
    region: 'eu-west-1',
    purpose: { for: 'forward', endpoint: { host: 'orders.cluster.local', port } },
    pass: {
      tokenValue: 'token-of-a-test',
      streamUrl: `ws://127.0.0.1:9/v1/data-channel/${sessionId}`,
      upgradeHeaders: {},
      network: direct,
    },
    engine: { name: 'builtin' },
    ...rest,
  }
}
