const width = 76
const height = 20

/** Points of the last 60 s as a line; a flat rule when nothing moves. Decorative: the rate is beside it. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const top = Math.max(0, ...values)
  if (top === 0 || values.length < 2) {
    return (
      <svg className="sparkline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line-strong)" />
      </svg>
    )
  }
  const x = (index: number): string => ((index * width) / (values.length - 1)).toFixed(1)
  const y = (value: number): string => (height - 1.5 - (value / top) * (height - 4)).toFixed(1)
  const line = values.map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index)} ${y(value)}`).join('')
  return (
    <svg className="sparkline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className="area" d={`${line}L${width} ${height}L0 ${height}Z`} />
      <path className="line" d={line} />
    </svg>
  )
}
