import { ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { kindOrder } from '#domain/kinds/kinds.ts'
import { environmentName } from '#words/environment-name.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import type { FormFocus } from '../../app/view-store.ts'
import { Field, TextField } from '../../ui/field.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { Select } from '../../ui/select.tsx'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { AccountField } from './account-field.tsx'
import { LanesField } from './lanes-field.tsx'
import { LocalAddressField } from './local-address-field.tsx'
import { LocalNamesField } from './local-names-field.tsx'
import { DocumentField } from './document-field.tsx'
import { RelayPortField } from './relay-port-field.tsx'
import { OptionalTextField } from './optional-text-field.tsx'
import { problemHelp } from './problem-help.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

export interface FieldsProps {
  readonly form: TunnelForm
  readonly focus: FormFocus
}

export function KindField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const options = kindOrder.map((value) => ({ value, label: words.kinds[value] }))
  return (
    <div className="field">
      <span className="field-label">{words.form.kind}</span>
      <div>
        <SegmentedFilter
          label={words.form.kind}
          options={options}
          value={form.values.kind}
          onChange={(kind) => form.change({ kind })}
        />
      </div>
    </div>
  )
}

export function NameFields({ form, focus }: FieldsProps) {
  const words = useWords()
  return (
    <div className="form-row" data-columns="name">
      <TextField
        label={words.form.name}
        placeholder={words.form.namePlaceholder}
        value={form.values.name}
        help={problemHelp(form, 'name', words)}
        autoFocus={focus === 'name'}
        onChange={(name) => form.change({ name })}
      />
      <OptionalTextField form={form} field="label" label={words.form.label} placeholder={words.form.labelPlaceholder} />
    </div>
  )
}

function EnvironmentField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const { environments } = useSnapshot()
  const options = environments.map((environment) => ({
    value: environment.id,
    label: (
      <span className="option">
        <EnvironmentMark environment={environment} />
        {environmentName(environment, words)}
      </span>
    ),
  }))
  return (
    <Field label={words.form.environment}>
      {(ids) => (
        <Select
          id={ids.control}
          value={form.values.environment}
          options={options}
          onChange={(environment) => form.change({ environment })}
        />
      )}
    </Field>
  )
}

export function AccountFields({ form }: { readonly form: TunnelForm }) {
  return (
    <div className="form-row" data-columns="account">
      <AccountField form={form} />
      <EnvironmentField form={form} />
    </div>
  )
}

export function SessionFields({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const { sessionStart, idleMinutes } = form.values
  const help = idleMinutes === null ? words.form.firstConnectionKeep : words.form.firstConnectionHelp(idleMinutes)
  return (
    <div className="field">
      <span className="field-label">{words.form.openSession}</span>
      <RadioGroup
        label={words.form.openSession}
        value={sessionStart}
        options={[
          { value: 'first-connection', label: words.form.firstConnection, help },
          { value: 'manual', label: words.form.manual },
        ]}
        onChange={(value) => form.change({ sessionStart: value })}
      />
    </div>
  )
}

const idleChoices = [5, 10, 20, 60, 120, 480]

function IdleField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const { idleMinutes } = form.values
  const choices =
    idleMinutes === null || idleChoices.includes(idleMinutes) ? idleChoices : [...idleChoices, idleMinutes]
  const options = [
    ...choices.map((minutes) => ({ value: String(minutes), label: words.form.idleMinutes(minutes) })),
    { value: 'never', label: words.form.idleNever },
  ]
  return (
    <Field label={words.form.idle}>
      {(ids) => (
        <Select
          id={ids.control}
          value={idleMinutes === null ? 'never' : String(idleMinutes)}
          options={options}
          onChange={(value) => form.change({ idleMinutes: value === 'never' ? null : Number(value) })}
        />
      )}
    </Field>
  )
}

function EngineField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const engines = (['auto', 'builtin', 'plugin'] as const).map((value) => ({ value, label: words.engines[value] }))
  return (
    <Field label={words.form.engine}>
      {(ids) => (
        <Select
          id={ids.control}
          value={form.values.engine}
          options={engines}
          onChange={(engine) => form.change({ engine })}
        />
      )}
    </Field>
  )
}

/** What the connection strings say of the database; never a password. */
function StringFields({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  return (
    <div className="form-row" data-columns="even">
      <OptionalTextField form={form} field="database" label={words.form.databaseName} help={words.form.stringsHelp} />
      <OptionalTextField form={form} field="username" label={words.form.username} />
    </div>
  )
}

function MoreFields({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  return (
    <>
      <div className="form-row" data-columns="even">
        <IdleField form={form} />
        <EngineField form={form} />
      </div>
      <LanesField form={form} />
      <StringFields form={form} />
      <LocalAddressField form={form} />
      <LocalNamesField form={form} />
      <DocumentField form={form} />
      <RelayPortField form={form} />
      <OptionalTextField
        form={form}
        field="reason"
        label={words.form.reason}
        placeholder={words.form.reasonPlaceholder}
      />
    </>
  )
}

const moreFields = [
  'idleMinutes',
  'engine',
  'database',
  'username',
  'localAddress',
  'localNames',
  'document',
  'relayPort',
  'reason',
] as const

/** What most tunnels never need, folded away; what is wrong in it, or was filled in by a paste, is not. */
export function MoreOptions({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const [opened, setOpen] = useState(form.editing)
  const { outcome } = form.paste
  useEffect(() => {
    if (outcome?.state === 'filled' && moreFields.some((field) => outcome.fields.includes(field))) setOpen(true)
  }, [outcome])
  const open = opened || moreFields.some((field) => form.problems[field] !== undefined)
  return (
    <div className="form-more">
      <button type="button" className="disclosure" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={14} aria-hidden="true" />
        {words.form.more}
      </button>
      {open ? <MoreFields form={form} /> : null}
    </div>
  )
}
