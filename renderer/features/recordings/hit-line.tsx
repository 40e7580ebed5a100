/** A line with what was sought in it marked, without regard to case. */
export function HitLine({ line, sought }: { readonly line: string; readonly sought: string }) {
  const place = sought === '' ? -1 : line.toLowerCase().indexOf(sought.toLowerCase())
  if (place < 0) return <span className="mono trunc">{line}</span>
  const end = place + sought.length
  return (
    <span className="mono trunc">
      {line.slice(startOf(line, place), place)}
      <mark>{line.slice(place, end)}</mark>
      {line.slice(end)}
    </span>
  )
}

/** Shortly before the hit, where a word begins. */
function startOf(line: string, place: number): number {
  if (place <= leadIn) return 0
  const space = line.indexOf(' ', place - leadIn)
  return space < 0 || space >= place ? place - leadIn : space + 1
}

const leadIn = 16
