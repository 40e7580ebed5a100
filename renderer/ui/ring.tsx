/** A ring that empties; 14 px. `left` is 0 to 1. */
export function Ring({ left, tone }: { readonly left: number; readonly tone: 'flow' | 'warn' }) {
  const filled = (Math.min(1, Math.max(0, left)) * 33).toFixed(1)
  return (
    <svg className="ring" width="14" height="14" viewBox="0 0 14 14" fill="none" aria-hidden="true">
      <circle cx="7" cy="7" r="5.25" strokeWidth="2" stroke="var(--line-strong)" />
      <circle
        cx="7"
        cy="7"
        r="5.25"
        strokeWidth="2"
        stroke={`var(--${tone})`}
        strokeDasharray={`${filled} 40`}
        transform="rotate(-90 7 7)"
      />
    </svg>
  )
}
