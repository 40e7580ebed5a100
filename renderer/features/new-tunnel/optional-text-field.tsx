import { useWords } from '../../app/services.ts'
import { TextField } from '../../ui/field.tsx'
import { problemHelp } from './problem-help.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

interface OptionalTextFieldProps {
  readonly form: TunnelForm
  readonly field:
    | 'label'
    | 'database'
    | 'username'
    | 'reason'
    | 'localAddress'
    | 'localNames'
    | 'allowedOrigins'
    | 'relayPort'
  readonly label: string
  /** What stands below it while nothing is wrong with it. */
  readonly help?: string
  readonly placeholder?: string
  readonly mono?: boolean
}

/** A line of the form that may stay empty. */
export function OptionalTextField({ form, field, label, help, ...look }: OptionalTextFieldProps) {
  const words = useWords()
  return (
    <TextField
      {...look}
      label={label}
      optional={words.optional}
      value={form.values[field]}
      help={problemHelp(form, field, words) ?? (help === undefined ? null : { tone: 'plain', text: help })}
      onChange={(value) => form.change({ [field]: value })}
    />
  )
}
