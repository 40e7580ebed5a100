import type { TunnelView } from '#contract/snapshot.ts'
import type { HopHealth } from '#contract/status.ts'
import { useWords } from '../../app/services.ts'
import { StateGlyph, type Glyph } from '../../ui/state-glyph.tsx'
import { hopWords, provenHops } from '../../parts/route/hop-words.ts'

const glyphs: Record<HopHealth, Glyph> = {
  ok: 'ready',
  fail: 'failed',
  none: 'stopped',
  work: 'connecting',
  warn: 'reconnecting',
  idle: 'unknown',
}

/**
 * How far the last attempt got, from what the route really reported: hops that held, the one that broke, the ones that
 * were never reached. A client at rest says nothing and is left out.
 */
export function Steps({ tunnel, now }: { readonly tunnel: TunnelView; readonly now: number }) {
  const words = useWords()
  const steps = provenHops(tunnel).filter((hop) => hop.kind !== 'client')
  return (
    <ul className="steps-list">
      {steps.map((hop) => {
        const said = hopWords(hop, { tunnel, words, now })
        return (
          <li key={hop.kind} data-health={hop.health}>
            <StateGlyph glyph={glyphs[hop.health]} />
            <span className="nowrap">{words.route.hops[hop.kind]}</span>
            <span className={said.mono ? 'mono trunc t2' : 'trunc t2'} title={said.title}>
              {said.title}
            </span>
            <span className="step-value">{said.value === '' ? words.route.health[hop.health] : said.value}</span>
          </li>
        )
      })}
    </ul>
  )
}
