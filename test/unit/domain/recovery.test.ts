import { describe, expect, it } from 'vitest'
import { slowRecovery } from '#domain/session/recovery.ts'

describe('a session that lost messages', () => {
  it('is slow when the agent takes longer to send them again than a new session takes to open', () => {
    expect(slowRecovery({ missing: 0, overflowed: 0 }, 500)).toBeNull()
    expect(slowRecovery({ missing: 25, overflowed: 0 }, 500)).toBeNull()
    expect(slowRecovery({ missing: 26, overflowed: 0 }, 500)).toEqual({
      missing: 26,
      leftMs: 2_600,
      trend: 'shrinking',
    })
    expect(slowRecovery({ missing: 26, overflowed: 0 }, 900)).toBeNull()
  })

  it('grows slower while more comes than there is room for', () => {
    expect(slowRecovery({ missing: 4_000, overflowed: 1 }, 500)).toEqual({
      missing: 4_000,
      leftMs: 400_000,
      trend: 'growing',
    })
  })
})
