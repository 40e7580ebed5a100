import { TriangleAlert } from 'lucide-react'
import { useId, type InputHTMLAttributes, type ReactNode } from 'react'
import { StateGlyph } from './state-glyph.tsx'

export type HelpTone = 'plain' | 'ok' | 'bad' | 'warn' | 'busy'

export interface Help {
  readonly tone: HelpTone
  readonly text: ReactNode
}

const glyphs = { ok: 'ready', bad: 'failed', busy: 'connecting' } as const

/** The picture of a tone; a plain one has none. Decorative: the words beside it say what it means. */
export function ToneGlyph({ tone, size }: { readonly tone: HelpTone; readonly size: number }) {
  if (tone === 'plain') return null
  if (tone === 'warn') return <TriangleAlert size={size} className="tone-warn" aria-hidden="true" />
  return <StateGlyph glyph={glyphs[tone]} size={size} />
}

/** A line under a field, with a glyph for its state. */
export function HelpText({ help, id }: { readonly help: Help; readonly id?: string }) {
  return (
    <div className="help" data-tone={help.tone} id={id}>
      <ToneGlyph tone={help.tone} size={12} />
      <span>{help.text}</span>
    </div>
  )
}

interface FieldProps {
  readonly label: string
  readonly optional?: string | undefined
  readonly help?: Help | null
  readonly children: (ids: {
    readonly control: string
    readonly help: string | undefined
    readonly label: string
  }) => ReactNode
}

/** Label above, control, help below; the three are tied together for assistive technology. */
export function Field({ label, optional, help = null, children }: FieldProps) {
  const id = useId()
  const ids = { control: id, help: help === null ? undefined : `${id}-help`, label: `${id}-label` }
  return (
    <div className="field">
      <label className="field-label" htmlFor={id} id={ids.label}>
        {label}
        {optional === undefined ? null : <span className="optional">{` ${optional}`}</span>}
      </label>
      {children(ids)}
      {help === null ? null : <HelpText help={help} id={`${id}-help`} />}
    </div>
  )
}

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'size'> {
  readonly label: string
  readonly optional?: string | undefined
  readonly help?: Help | null
  readonly mono?: boolean
  readonly size?: 'normal' | 'large'
  readonly onChange: (value: string) => void
}

/** A labelled line of text. */
export function TextField({ label, optional, help = null, mono, size = 'normal', onChange, ...rest }: TextFieldProps) {
  const isInvalid = help?.tone === 'bad' || rest['aria-invalid'] === true
  return (
    <Field label={label} optional={optional} help={help}>
      {(ids) => (
        <div className="field-box" data-size={size} data-invalid={isInvalid ? '' : undefined}>
          <input
            id={ids.control}
            type="text"
            className={mono === true ? 'mono' : undefined}
            spellCheck={false}
            autoComplete="off"
            aria-describedby={ids.help}
            aria-invalid={isInvalid}
            onChange={(event) => onChange(event.target.value)}
            {...rest}
          />
        </div>
      )}
    </Field>
  )
}
