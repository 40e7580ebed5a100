import type { RecordingHeader } from '#contract/recordings.ts'

/** The header of a recording of bastion-a. */
export function sampleHeader(part: Partial<RecordingHeader> = {}): RecordingHeader {
  return {
    format: 1,
    id: '1a2b3c4d-0000-4000-8000-000000000000',
    startedAt: Date.UTC(2026, 10, 29, 10, 16, 37),
    user: 'mika.sato',
    account: { id: '482100973316', name: 'orders-prod' },
    role: 'DatabaseTunnel',
    region: 'ap-northeast-1',
    target: 'i-0ab3f29c81d7e4402',
    targetKind: 'node',
    targetName: 'bastion-a',
    environment: 'production',
    sessionId: 'mika.sato-0c2e8a2f5d6e77b1',
    reason: null,
    tunnel: null,
    command: null,
    keys: 'none',
    sealedWith: null,
    ...part,
  }
}
