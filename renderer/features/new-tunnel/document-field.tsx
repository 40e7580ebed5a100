import './document-field.css'
import { useState } from 'react'
import { regionForm } from '#contract/forms.ts'
import { useWords } from '../../app/services.ts'
import { DocumentSheet } from '../../parts/session-document/document-sheet.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, type Help } from '../../ui/field.tsx'
import type { TunnelForm } from './use-tunnel-form.ts'

/** By which session document the tunnel is opened; what it takes is read from the account. */
export function DocumentField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const say = words.form.document
  const [isChoosing, setChoosing] = useState(false)
  const { document, name, region } = form.values
  const profile = form.profile?.ref ?? null
  const place = profile !== null && regionForm.test(region.trim()) ? { profile, region: region.trim() } : null
  const given = Object.entries(document?.parameters ?? {}).map(([key, values]) => `${key}=${values.join(',')}`)
  const text = place === null ? say.needsAccount : given.join(words.listSeparator)
  const help: Help | null = text === '' ? null : { tone: 'plain', text }
  return (
    <Field label={say.label} optional={words.optional} help={help}>
      {(ids) => (
        <div className="document-choice">
          <span className={document === null ? 't3 trunc' : 'mono trunc'}>{document?.name ?? say.own}</span>
          <Button id={ids.control} size="small" disabled={place === null} onClick={() => setChoosing(true)}>
            {say.choose}
          </Button>
          {isChoosing && place !== null ? (
            <DocumentSheet
              place={place}
              name={name.trim()}
              use="tunnel"
              before={document ?? undefined}
              kept={null}
              onClose={() => setChoosing(false)}
              onOpen={(chosen) => {
                setChoosing(false)
                form.change({ document: chosen ?? null })
              }}
            />
          ) : null}
        </div>
      )}
    </Field>
  )
}
