import './exposure.css'
import { Network } from 'lucide-react'
import type { TunnelView } from '#contract/snapshot.ts'
import { exposureText } from '#words/exposure-text.ts'
import { useWords } from '../../app/services.ts'

/** On the row of a tunnel that a person has opened to a network: amber while others can reach it. */
export function ExposureMark({ tunnel }: { readonly tunnel: TunnelView }) {
  const words = useWords()
  const { exposure } = tunnel
  if (exposure === undefined) return null
  const text = exposureText(exposure, words)
  return (
    <span className="exposure-mark" data-exposure={exposure.kind} title={text}>
      <Network size={12} aria-hidden="true" />
      {words.tunnels.exposure.tag}
    </span>
  )
}
