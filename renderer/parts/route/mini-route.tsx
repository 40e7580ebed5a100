import type { Hop, HopHealth } from '#contract/status.ts'
import { pipeBetween } from './pipe.ts'

const width = 66
const gap = (width - 10) / 4
const place = (index: number): number => 5 + index * gap

function Node({ health, x }: { readonly health: HopHealth; readonly x: number }) {
  const ground = 'var(--row-ground, var(--bg))'
  switch (health) {
    case 'ok':
      return <circle cx={x} cy="6" r="3" fill="var(--flow)" />
    case 'work':
      return <circle cx={x} cy="6" r="3" fill={ground} stroke="var(--work)" strokeWidth="1.75" />
    case 'warn':
      return <path d={`M${x} 2.2L${x + 3.8} 6L${x} 9.8L${x - 3.8} 6Z`} fill="var(--warn)" />
    case 'fail':
      return (
        <>
          <rect x={x - 4} y="2" width="8" height="8" rx="2" fill="var(--fail)" />
          <path
            d={`M${x - 1.7} 4.3l3.4 3.4m0-3.4l-3.4 3.4`}
            stroke="var(--bg)"
            strokeWidth="1.2"
            strokeLinecap="round"
          />
        </>
      )
    case 'idle':
      return <circle cx={x} cy="6" r="2.5" fill={ground} stroke="var(--line-control)" strokeWidth="1.25" />
    case 'none':
      return <circle cx={x} cy="6" r="2.5" fill={ground} stroke="var(--line-strong)" strokeWidth="1.25" />
  }
}

const strokes = {
  ok: 'var(--flow)',
  work: 'var(--work)',
  warn: 'var(--warn)',
  cut: 'var(--fail)',
  idle: 'var(--line-strong)',
  none: 'var(--line-strong)',
}

/** Five nodes in 66 × 12 px. Decorative: the row's text carries the state. */
export function MiniRoute({ route }: { readonly route: readonly Hop[] }) {
  const healths = route.map((hop) => hop.health)
  const line = (health: HopHealth, index: number) => {
    if (index === 0) return null
    const pipe = pipeBetween(healths[index - 1] ?? 'none', health)
    const start = place(index - 1)
    const end = pipe === 'cut' ? (start + place(index)) / 2 - 1.5 : place(index)
    return (
      <path
        key={`line-${index}`}
        d={`M${start} 6H${end}`}
        stroke={strokes[pipe]}
        strokeWidth="1.5"
        strokeDasharray={pipe === 'warn' ? '2 2' : undefined}
      />
    )
  }
  return (
    <svg className="mini-route" width={width} height="12" viewBox={`0 0 ${width} 12`} fill="none" aria-hidden="true">
      {healths.map(line)}
      {healths.map((health, index) => (
        // Hops have no identity but their place. An idle one stands out only where the route goes on from it.
        <Node
          key={place(index)}
          health={health === 'idle' && healths[index + 1] !== 'ok' ? 'none' : health}
          x={place(index)}
        />
      ))}
    </svg>
  )
}
