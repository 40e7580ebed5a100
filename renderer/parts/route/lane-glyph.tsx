import type { SessionLane } from '#contract/status.ts'

const line = { stroke: 'var(--flow)', strokeWidth: 2 }
const ground = { stroke: 'var(--flow-bg)' }

/** The picture of a session: one line, two beside each other, one that is going. */
export function LaneGlyph({ role }: Pick<SessionLane, 'role'>) {
  return (
    <svg width="34" height="14" viewBox="0 0 34 14" fill="none" aria-hidden="true">
      {role === 'serving' ? (
        <>
          <path d="M1 7H33" {...ground} strokeWidth="8" />
          <path d="M1 7H33" {...line} />
        </>
      ) : null}
      {role === 'bulk' ? (
        <>
          <path d="M1 7H33" {...ground} strokeWidth="12" />
          <path d="M1 4.5H33M1 9.5H33" {...line} />
        </>
      ) : null}
      {role === 'draining' ? (
        <>
          <path d="M1 7H33" stroke="var(--pipe)" strokeWidth="8" />
          <path d="M1 7H33" stroke="var(--text-3)" strokeWidth="2" strokeDasharray="3 3" />
        </>
      ) : null}
    </svg>
  )
}
