import type { ActivityEvent } from '#contract/activity.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { draftOf } from '#test/support/tunnel-fields.ts'

export const sampleTunnel: SavedTunnel = {
  ...draftOf({
    name: 'orders-db',
    environment: 'production',
    kind: 'postgresql',
    profile: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'DatabaseTunnel' },
    region: 'ap-northeast-1',
    target: { by: 'id', id: 'i-0ab3f29c81d7e4402' },
    endpoint: { host: 'orders-db.example.internal', port: 5_432 },
    localPort: 25_432,
  }),
  id: '00000000-0000-4000-8000-000000000001',
  armed: true,
}

/** An event of a tunnel, with what is said of it. */
export function sampleEvent(said: Partial<ActivityEvent> = {}): ActivityEvent {
  return {
    at: Date.UTC(2026, 10, 30, 12),
    kind: 'ready',
    subject: { of: 'tunnel', id: '00000000-0000-4000-8000-000000000001', name: 'orders-db writer' },
    environment: 'production',
    account: '482100973316',
    region: 'ap-northeast-1',
    program: { name: 'psql', pid: 4_711 },
    person: 'mika.sato',
    node: 'i-0ab3f29c81d7e4402',
    endpoint: 'orders-db.example.internal:5432',
    sessionId: 'mika.sato-0f3c9a2b71de4d9e',
    problem: null,
    lastedMs: null,
    bytesIn: null,
    bytesOut: null,
    connections: null,
    ...said,
  }
}
