/** One silhouette per state, 14 px; the shape alone tells them apart. */
export type Glyph =
  | 'stopped'
  | 'waiting'
  | 'connecting'
  | 'open'
  | 'unanswered'
  | 'ready'
  | 'reconnecting'
  | 'failed'
  | 'unknown'

const tones = {
  stopped: 'quiet',
  waiting: 'flow',
  connecting: 'work',
  open: 'plain',
  unanswered: 'warn',
  ready: 'flow',
  reconnecting: 'warn',
  failed: 'fail',
  unknown: 'quiet',
} as const satisfies Record<Glyph, string>

const ring = { stroke: 'currentColor', strokeWidth: 1.5 }
const rounded = { strokeLinecap: 'round', strokeLinejoin: 'round' } as const
const arrows = 'M2 7a5 5 0 0 1 8.7-3.4L12 5M12 2.2V5H9.2M12 7a5 5 0 0 1-8.7 3.4L2 9m0 2.8V9h2.8'

function Shape({ glyph }: { readonly glyph: Glyph }) {
  switch (glyph) {
    case 'stopped':
      return (
        <path d="M7 1.75a5.25 5.25 0 1 0 0 10.5 5.25 5.25 0 0 0 0-10.5M4.75 7h4.5" {...ring} strokeLinecap="round" />
      )
    case 'waiting':
      return (
        <>
          <circle cx="7" cy="7" r="5.25" {...ring} />
          <circle cx="7" cy="7" r="2" fill="currentColor" />
        </>
      )
    case 'connecting':
      return <Arc />
    case 'open':
      return <Ticked />
    case 'unanswered':
      return <Warned />
    case 'ready':
      return (
        <>
          <circle cx="7" cy="7" r="6" fill="currentColor" />
          <path d="M4.4 7.2l1.8 1.8 3.4-3.7" stroke="var(--glyph-ground, var(--bg))" strokeWidth="1.6" {...rounded} />
        </>
      )
    case 'reconnecting':
      return <path d={arrows} {...ring} {...rounded} />
    case 'failed':
      return <Crossed />
    case 'unknown':
      return <circle cx="7" cy="7" r="5.25" {...ring} strokeDasharray="2 1.65" />
  }
}

function Ticked() {
  return (
    <>
      <circle cx="7" cy="7" r="5.25" {...ring} />
      <path d="M4.6 7.1l1.7 1.7 3.1-3.4" {...ring} {...rounded} />
    </>
  )
}

function Warned() {
  return (
    <>
      <path d="M7 .8 13.2 7 7 13.2.8 7z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M7 4v3.4M7 9.7v.1" stroke="var(--glyph-ground, var(--bg))" strokeWidth="1.6" {...rounded} />
    </>
  )
}

function Crossed() {
  return (
    <>
      <rect x="1" y="1" width="12" height="12" rx="3.2" fill="currentColor" />
      <path d="M4.7 4.7l4.6 4.6m0-4.6L4.7 9.3" stroke="var(--glyph-ground, var(--bg))" strokeWidth="1.6" {...rounded} />
    </>
  )
}

function Arc() {
  return (
    <>
      <circle cx="7" cy="7" r="5.25" {...ring} opacity=".25" />
      <g className="turning">
        <path d="M7 1.75A5.25 5.25 0 1 1 2.9 10.3" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />
        <circle cx="7" cy="7" r="6.1" />
      </g>
    </>
  )
}

/** The glyph of a state. Decorative: the word beside it is what is read. */
export function StateGlyph({ glyph, size = 14 }: { readonly glyph: Glyph; readonly size?: number }) {
  return (
    <svg
      className={`state-glyph tone-${tones[glyph]}`}
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="none"
      aria-hidden="true"
    >
      <Shape glyph={glyph} />
    </svg>
  )
}
