import './licences.css'
import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { LicenceNotices } from '#contract/licences.ts'
import { useServices, useWords } from '../../app/services.ts'
import { IconButton } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'

/** What the app is made of, with the licence of each package; a text opens under its name. */
export function LicencesSheet({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const closeButton = useRef<HTMLButtonElement>(null)
  const notices = useNotices()
  const { licences } = words.settings
  return (
    <Sheet label={licences} size="reading" initialFocus={closeButton} onClose={onClose}>
      <div className="sheet-head">
        <h2 className="trunc">{licences}</h2>
        <span className="grow" />
        <IconButton ref={closeButton} label={words.close} onClick={onClose}>
          <X size={16} />
        </IconButton>
      </div>
      <div className="licences">
        {notices?.packages.map(({ name, version, licence, text }) => (
          <details key={`${name} ${version}`} name="licence">
            <summary>
              <span className="mono trunc">{name}</span>
              <span className="licence-version">{version}</span>
              <span className="grow" />
              <span>{licence}</span>
            </summary>
            <pre>{notices.texts[text]}</pre>
          </details>
        ))}
      </div>
    </Sheet>
  )
}

/** Null until main has answered. */
function useNotices(): LicenceNotices | null {
  const { client } = useServices()
  const [notices, setNotices] = useState<LicenceNotices | null>(null)
  useEffect(() => {
    let isCurrent = true
    void client.call('app.licences').then((answer) => {
      if (isCurrent && answer.ok) setNotices(answer.value)
    })
    return () => {
      isCurrent = false
    }
  }, [client])
  return notices
}
