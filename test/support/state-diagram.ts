/** A step from one kind of state to another, and the event that makes it. */
export interface Edge {
  readonly from: string
  readonly to: string
  readonly event: string
}

/** What a diagram is drawn of: a reducer, tried with every sample state and event. */
export interface Reducer<S, E> {
  readonly states: readonly S[]
  readonly events: readonly E[]
  kindOf(state: S): string
  nameOf(event: E): string
  /** Every state that the event can lead to, whatever the context. */
  next(state: S, event: E): readonly S[]
}

/** Every step that leads to another kind of state, each once, in the order of the samples. */
export function edgesOf<S, E>(reducer: Reducer<S, E>): readonly Edge[] {
  const { states, events, kindOf, nameOf, next } = reducer
  const steps = states.flatMap((state) =>
    events.flatMap((event) =>
      next(state, event).map((after): Edge => ({ from: kindOf(state), to: kindOf(after), event: nameOf(event) })),
    ),
  )
  const edges = steps.filter(({ from, to }) => from !== to)
  return [...new Map(edges.map((edge) => [Object.values(edge).join(' '), edge])).values()]
}

/** The steps as a Mermaid state diagram; events that make the same step share a line. */
export function mermaidOf(edges: readonly Edge[]): string {
  const lines = new Map<string, string[]>()
  for (const { from, to, event } of edges) {
    const step = `${from} --> ${to}`
    lines.set(step, [...(lines.get(step) ?? []), event])
  }
  const drawn = [...lines].map(([step, events]) => `  ${step}: ${events.join(', ')}`)
  return ['```mermaid', 'stateDiagram-v2', ...drawn, '```'].join('\n')
}
