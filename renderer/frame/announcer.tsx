import { useEffect, useRef, useState } from 'react'
import { useSnapshot, useWords } from '../app/services.ts'
import { announceEveryMs, createAnnouncer, type Announcement } from './announcements.ts'

/** The live regions of the window. */
export function Announcer() {
  const snapshot = useSnapshot()
  const words = useWords()
  const announcer = useRef<ReturnType<typeof createAnnouncer> | null>(null)
  const [text, setText] = useState<Announcement>({ polite: [], assertive: [] })
  useEffect(() => {
    announcer.current ??= createAnnouncer()
    const announce = announcer.current
    const next = announce(snapshot, words, Date.now())
    if (next.polite.length + next.assertive.length > 0) setText(next)
    // What was held back is said when its five seconds are over.
    const later = setTimeout(() => {
      const held = announce(snapshot, words, Date.now())
      if (held.polite.length > 0) setText(held)
    }, announceEveryMs)
    return () => clearTimeout(later)
  }, [snapshot, words])
  return (
    <>
      <div className="visually-hidden" aria-live="polite">
        {text.polite.join('. ')}
      </div>
      <div className="visually-hidden" role="alert">
        {text.assertive.join('. ')}
      </div>
    </>
  )
}
