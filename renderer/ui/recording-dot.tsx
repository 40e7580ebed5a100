/** A dot in a ring. Decorative: the word beside it says the same. */
export function RecordingDot({ size = 14 }: { readonly size?: number }) {
  return (
    <svg
      className="state-glyph tone-fail"
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="none"
      aria-hidden="true"
    >
      <circle cx="7" cy="7" r="5.25" stroke="currentColor" strokeWidth={1.5} />
      <circle cx="7" cy="7" r="2.75" fill="currentColor" />
    </svg>
  )
}
