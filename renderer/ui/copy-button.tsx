import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'

/** Milliseconds the tick replaces the copy icon. */
const tickMs = 1_200

/** True for a moment after `mark` was called. */
export function useCopied(): readonly [boolean, () => void] {
  const [count, setCount] = useState(0)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (count === 0) return undefined
    setCopied(true)
    const timer = setTimeout(() => setCopied(false), tickMs)
    return () => clearTimeout(timer)
  }, [count])
  return [copied, () => setCount((value) => value + 1)]
}

/** The copy picture, or a tick just after copying. */
export function CopyIcon({ copied, size }: { readonly copied: boolean; readonly size: number }) {
  return copied ? (
    <Check size={size} className="tone-flow" aria-hidden="true" />
  ) : (
    <Copy size={size} aria-hidden="true" />
  )
}

interface CopyButtonProps {
  readonly label: string
  readonly onCopy: () => void
}

/** A 24 px copy button. */
export function CopyButton({ label, onCopy }: CopyButtonProps) {
  const [copied, mark] = useCopied()
  const copy = (): void => {
    mark()
    onCopy()
  }
  return (
    <button type="button" className="icon-btn" aria-label={label} title={label} onClick={copy}>
      <CopyIcon copied={copied} size={14} />
    </button>
  )
}
