import { useEffect, useId, useState } from 'react'
import type { PortBan } from '#contract/calls.ts'
import { addAddress } from '#domain/tunnel-text/add-address.ts'
import { taskIn } from '#domain/tunnel-text/container-target.ts'
import { environmentName } from '#words/environment-name.ts'
import { shortenTask } from '#words/format.ts'
import { useServices, useWords } from '../../app/services.ts'
import type { Messages } from '#words/messages.ts'
import { Field, HelpText, TextField, type Help } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { RegionField } from '../../parts/region/region-field.tsx'
import { ClusterField, ServiceFields } from './container-fields.tsx'
import type { FieldsProps } from './form-fields.tsx'
import { problemHelp } from './problem-help.ts'
import type { FormField, FormValues } from './form-values.ts'
import { useEcsServices } from './use-ecs-services.ts'
import { suggestPort, type PortState } from './use-port.ts'
import type { Preview } from './use-preview.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

function previewHelp(preview: Preview, by: FormValues['by'], words: Messages): Help | null {
  if (preview.state === 'idle') return null
  if (preview.state === 'looking') return { tone: 'busy', text: words.form.looking }
  if (preview.state === 'failed') return { tone: 'warn', text: words.problems[preview.problem.code].short }
  const online = preview.matches.filter((match) => match.online)
  const task = taskIn(online[0]?.id ?? '')
  if (task !== null) return { tone: 'ok', text: words.form.ecs.now(shortenTask(task), preview.matches.length) }
  if (preview.matches.length === 0) return { tone: 'warn', text: words.form.matchNone }
  if (by === 'address' && preview.matches.length > 1)
    return { tone: 'warn', text: words.problems.TARGET_AMBIGUOUS.short }
  if (online.length === 0) return { tone: 'warn', text: words.form.matchOffline(preview.matches.length) }
  return { tone: 'ok', text: words.form.matches(preview.matches.length, online.length, online[0]?.id ?? '') }
}

/** The field that each kind of rule is written in. */
const ruleFields = {
  tag: { field: 'tags', label: 'instancesWith', placeholder: 'Role=bastion' },
  id: { field: 'instance', label: 'instanceId', placeholder: 'i-0ab3f29c81d7e4402' },
  'auto-scaling-group': { field: 'group', label: 'group', placeholder: 'bastions' },
  address: { field: 'address', label: 'address', placeholder: '10.0.1.25' },
} as const satisfies Record<Exclude<FormValues['by'], 'ecs'>, { field: FormField; label: string; placeholder: string }>

interface RuleFieldProps extends FieldsProps {
  readonly by: keyof typeof ruleFields
}

function RuleField({ form, focus, by }: RuleFieldProps) {
  const words = useWords()
  const { field, label, placeholder } = ruleFields[by]
  return (
    <TextField
      label={words.form[label]}
      mono
      placeholder={placeholder}
      value={form.values[field]}
      help={problemHelp(form, field, words)}
      autoFocus={focus === 'target'}
      onChange={(text) => form.change({ [field]: text })}
    />
  )
}

const rules: readonly FormValues['by'][] = ['tag', 'id', 'auto-scaling-group', 'address', 'ecs']

/** How the bastion is found, and in which region. */
export function TargetFields({ form, focus }: FieldsProps) {
  const words = useWords()
  const { values, change } = form
  const services = useEcsServices(form)
  const options = rules.map((value) => ({ value, label: words.form.rules[value] }))
  const help = previewHelp(form.preview, values.by, words)
  return (
    <div className="form-target">
      <div className="form-row" data-columns="target">
        <Field label={words.form.through}>
          {(ids) => <Select id={ids.control} value={values.by} options={options} onChange={(by) => change({ by })} />}
        </Field>
        {values.by === 'ecs' ? (
          <ClusterField form={form} services={services} />
        ) : (
          <RuleField form={form} focus={focus} by={values.by} />
        )}
        <RegionField
          label={words.form.region}
          value={values.region}
          help={problemHelp(form, 'region', words)}
          onChange={(region) => change({ region })}
        />
      </div>
      {values.by === 'ecs' ? <ServiceFields form={form} services={services} found={help} /> : null}
      {help === null || values.by === 'ecs' ? null : (
        <div aria-live="polite">
          <HelpText help={help} />
        </div>
      )}
    </div>
  )
}

function portHelp(form: TunnelForm, port: PortState, words: Messages): Help {
  const hint = words.form.portHint(environmentName(form.environment, words), form.environment.firstDigit)
  switch (port.state) {
    case 'free':
      return { tone: 'ok', text: words.form.portFree(hint) }
    case 'own':
      return { tone: 'ok', text: words.form.portOwn(hint) }
    case 'reserved':
      return { tone: 'bad', text: words.form.portReserved(port.tunnelName) }
    case 'taken':
      return {
        tone: 'warn',
        text:
          port.owner === null
            ? words.form.portTakenUnknown
            : words.form.portTaken(
                port.owner.pid === null ? port.owner.program : `${port.owner.program} (pid ${port.owner.pid})`,
              ),
      }
    case 'forbidden':
      return { tone: 'bad', text: banText(port.ban, words.form.portForbidden) }
    case 'address-missing':
      return { tone: 'warn', text: words.form.localAddressMissing(addAddress(form.values.localAddress.trim())) }
    case 'checking':
      return { tone: 'busy', text: hint }
    case 'invalid':
      return problemHelp(form, 'localPort', words) ?? { tone: 'plain', text: hint }
  }
}

function banText(ban: PortBan, say: Messages['form']['portForbidden']): string {
  return ban.by === 'reserved' ? say.reserved(ban.first, ban.last) : say[ban.by]
}

/** The next free port of the plan, offered where the typed one cannot be had; it is never taken by itself. */
function FreePort({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const { client } = useServices()
  const [free, setFree] = useState<string | null>(null)
  const { environment, kind, localPort } = form.values
  const wanted = form.port.state === 'reserved' || form.port.state === 'taken' || form.port.state === 'forbidden'
  useEffect(() => {
    setFree(null)
    if (!wanted) return undefined
    let current = true
    void suggestPort(client, environment, kind).then((port) => (current ? setFree(port) : undefined))
    return () => {
      current = false
    }
  }, [client, environment, kind, wanted, localPort])
  if (!wanted || free === null || free === localPort) return null
  return (
    <button type="button" className="link form-free-port" onClick={() => form.change({ localPort: free })}>
      {words.form.useFree(Number(free))}
    </button>
  )
}

/** The local port, kept for ever once saved. */
export function LocalPortField({ form, focus }: FieldsProps) {
  const words = useWords()
  const helpId = useId()
  const help = portHelp(form, form.port, words)
  return (
    <div className="form-row" data-columns="port">
      <TextField
        label={words.form.localPort}
        mono
        inputMode="numeric"
        value={form.values.localPort}
        autoFocus={focus === 'port'}
        aria-invalid={help.tone === 'bad'}
        aria-describedby={helpId}
        onChange={(localPort) => form.change({ localPort })}
      />
      <div className="form-port-help" aria-live="polite">
        <HelpText id={helpId} help={help} />
        <FreePort form={form} />
      </div>
    </div>
  )
}
