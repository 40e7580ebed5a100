import type { ServiceView } from '#contract/services.ts'
import type { Messages } from '#words/messages.ts'
import type { FormValues } from './form-values.ts'

/** A name that can be chosen, with what is known of it. */
export interface Choice {
  readonly name: string
  /** Whether a session can be started there now; null where that is no question. */
  readonly open: boolean | null
  readonly note: string
}

type Typed = Pick<FormValues, 'cluster' | 'service' | 'container'>
type State = ServiceView['containers'][number]['state']

/** The clusters that have services or tasks. */
export function clusterChoices(services: readonly ServiceView[], words: Messages): readonly Choice[] {
  const names = [...new Set(services.map(({ cluster }) => cluster))]
  return names.map((name) => {
    const own = services.filter(({ cluster }) => cluster === name)
    return { name, open: null, note: words.form.ecs.services(own.length) }
  })
}

/** The services of the cluster that is typed; those that can be opened first. */
export function serviceChoices(services: readonly ServiceView[], typed: Typed, words: Messages): readonly Choice[] {
  const own = services.filter(({ cluster }) => cluster === typed.cluster.trim())
  const choices = own.map((service): Choice => {
    const state = stateOf(service)
    const note = state === 'open' ? words.form.ecs.tasks(service.tasks) : words.form.ecs.states[state]
    return { name: service.name, open: state === 'open', note }
  })
  return choices.toSorted((left, right) => Number(right.open) - Number(left.open))
}

/** The containers of the service that is typed. */
export function containerChoices(services: readonly ServiceView[], typed: Typed, words: Messages): readonly Choice[] {
  const service = services.find((one) => one.cluster === typed.cluster.trim() && one.name === typed.service.trim())
  return (service?.containers ?? []).map(({ name, state }) => ({
    name,
    open: state === 'open',
    note: state === 'open' ? '' : words.form.ecs.states[state],
  }))
}

/** What follows from a choice: the only service of a cluster, and the only container of a service. */
export function withOnly(services: readonly ServiceView[], typed: Typed): Partial<FormValues> {
  const inCluster = services.filter(({ cluster }) => cluster === typed.cluster)
  const service = typed.service === '' && inCluster.length === 1 ? inCluster[0] : undefined
  const chosen = service ?? inCluster.find(({ name }) => name === typed.service)
  const [only, ...others] = chosen?.containers ?? []
  return {
    ...typed,
    ...(service === undefined ? {} : { service: service.name }),
    ...(only === undefined || others.length > 0 ? {} : { container: only.name }),
  }
}

/** That of its container which is nearest to a session. */
function stateOf({ tasks, containers }: ServiceView): State | 'no-task' {
  if (tasks === 0) return 'no-task'
  return containers.find(({ state }) => state === 'open')?.state ?? containers[0]?.state ?? 'no-task'
}
