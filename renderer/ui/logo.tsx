/** The arch with water in it. */
export function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M2 17V11a8 8 0 0 1 16 0v6" stroke="currentColor" />
      <path d="M6.2 17v-5.6a3.8 3.8 0 0 1 7.6 0V17" stroke="currentColor" opacity=".45" />
      <path d="M10 17v-4.5" stroke="var(--flow)" />
    </svg>
  )
}
