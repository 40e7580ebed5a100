import type { InputHTMLAttributes } from 'react'
import { useWords } from '../../app/services.ts'
import { TextField } from '../../ui/field.tsx'
import type { FieldsProps } from './form-fields.tsx'
import { problemHelp } from './problem-help.ts'
import { isMoreThanHost, isTypedString } from './use-paste.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

type Taking = Pick<InputHTMLAttributes<HTMLInputElement>, 'onPaste' | 'onDrop' | 'onBlur'>

/** What is more than a host never stays in its field, however it got there: it is read like any other string. */
function takingStrings({ values, change, paste }: TunnelForm): Taking {
  const take = (event: { preventDefault(): void }, text: string): void => {
    if (!isMoreThanHost(text)) return
    event.preventDefault()
    paste.take(text)
  }
  return {
    onPaste: (event) => take(event, event.clipboardData.getData('text')),
    onDrop: (event) => take(event, event.dataTransfer.getData('text')),
    onBlur: () => {
      if (!isTypedString(values.host)) return
      change({ host: '' })
      paste.take(values.host)
    },
  }
}

/** Where the database is, as the bastion reaches it. */
export function HostFields({ form, focus }: FieldsProps) {
  const words = useWords()
  return (
    <div className="form-row" data-columns="host">
      <TextField
        label={words.form.host}
        mono
        placeholder={words.form.hostPlaceholder}
        value={form.values.host}
        help={problemHelp(form, 'host', words)}
        autoFocus={focus === 'host'}
        onChange={(host) => form.change({ host })}
        {...takingStrings(form)}
      />
      <TextField
        label={words.form.port}
        mono
        inputMode="numeric"
        value={form.values.port}
        help={problemHelp(form, 'port', words)}
        onChange={(port) => form.change({ port })}
      />
    </div>
  )
}
