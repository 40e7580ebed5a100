import { useMemo } from 'react'
import type { ServiceView } from '#contract/services.ts'
import { useWords } from '../../app/services.ts'
import { Field, HelpText, type Help } from '../../ui/field.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { SuggestField, type Suggestion } from '../../ui/suggest-field.tsx'
import { clusterChoices, containerChoices, serviceChoices, withOnly, type Choice } from './container-choices.ts'
import { problemHelp } from './problem-help.ts'
import type { EcsServices } from './use-ecs-services.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

interface ContainerFieldProps {
  readonly form: TunnelForm
  readonly services: EcsServices
}

const none: readonly ServiceView[] = []
const listed = (services: EcsServices): readonly ServiceView[] => (services.state === 'read' ? services.services : none)

function suggestionOf({ name, open, note }: Choice): Suggestion {
  const label = (
    <span className="option container-option" data-open={open === false ? 'no' : undefined}>
      {open === null ? null : <StateGlyph glyph={open ? 'ready' : 'stopped'} size={13} />}
      <span className="trunc">{name}</span>
      <span className="account-facts">{note}</span>
    </span>
  )
  return { value: name, text: '', label }
}

type Part = 'cluster' | 'service' | 'container'

/** What a change of one part makes of those inside it: a service of another cluster is none of this one. */
const inside = {
  cluster: { service: '', container: '' },
  service: { container: '' },
  container: {},
} as const satisfies Record<Part, object>

const choicesOf = { cluster: clusterChoices, service: serviceChoices, container: containerChoices }

function PartField({ form, services, part, note }: ContainerFieldProps & { part: Part; note?: string | undefined }) {
  const words = useWords()
  const { values, change } = form
  const { cluster, service, container } = values
  const known = listed(services)
  const suggestions = useMemo(() => {
    const typed = { cluster, service, container }
    const choices = part === 'cluster' ? clusterChoices(known, words) : choicesOf[part](known, typed, words)
    return choices.map(suggestionOf)
  }, [known, part, cluster, service, container, words])
  const help = problemHelp(form, part, words)
  return (
    <Field label={words.form[part]} help={help}>
      {(ids) => (
        <SuggestField
          id={ids.control}
          value={values[part]}
          note={note}
          suggestions={suggestions}
          openLabel={words.form.ecs.show[part]}
          describedBy={ids.help}
          invalid={help?.tone === 'bad'}
          onChange={(text) => {
            const isListed = suggestions.some(({ value }) => value === text)
            const typed = { cluster, service, container, [part]: text }
            // A name that is still being typed is none yet, and empties nothing.
            change(
              isListed && text !== values[part] ? withOnly(known, { ...typed, ...inside[part] }) : { [part]: text },
            )
          }}
        />
      )}
    </Field>
  )
}

/** The cluster, chosen from those that there are or typed. */
export function ClusterField({ form, services }: ContainerFieldProps) {
  const words = useWords()
  const own = listed(services).filter(({ cluster }) => cluster === form.values.cluster.trim())
  const note = own.length === 0 ? undefined : words.form.ecs.services(own.length)
  return <PartField form={form} services={services} part="cluster" note={note} />
}

interface ServiceFieldsProps extends ContainerFieldProps {
  /** Which task is found now. */
  readonly found: Help | null
}

/** Service and container, the task of now, and what a deployment does to it. */
export function ServiceFields({ form, services, found }: ServiceFieldsProps) {
  const words = useWords()
  return (
    <>
      <div className="form-row" data-columns="even">
        <PartField form={form} services={services} part="service" />
        <PartField form={form} services={services} part="container" />
      </div>
      <div className="container-help" aria-live="polite">
        {services.state === 'reading' ? <HelpText help={{ tone: 'busy', text: words.form.ecs.reading }} /> : null}
        {found === null ? null : <HelpText help={found} />}
        <HelpText help={{ tone: 'plain', text: words.form.ecs.deploys }} />
      </div>
    </>
  )
}
