/** Tunnels that are selected together, by their ids. */
export interface Selection {
  readonly chosen: readonly string[]
  /** Where a range starts: the row that was selected last by itself. */
  readonly anchor: string | null
}

/** A row is added, or taken away again. `before` is the row that was selected alone, if there is one. */
export function toggleRow({ chosen }: Selection, id: string, before: string | null): Selection {
  const from = chosen.length > 0 || before === null ? chosen : [before]
  return { chosen: from.includes(id) ? from.filter((one) => one !== id) : [...from, id], anchor: id }
}

/** All rows from the anchor to `id`, in the order of the list. `from` is the anchor where none is set or it has gone. */
export function selectTo({ anchor }: Selection, id: string, from: string, order: readonly string[]): Selection {
  const start = anchor !== null && order.includes(anchor) ? anchor : from
  const [low, high] = [order.indexOf(start), order.indexOf(id)].toSorted((one, other) => one - other)
  return { chosen: order.slice(low, (high ?? 0) + 1), anchor: start }
}
