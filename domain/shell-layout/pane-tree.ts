/** How the area of a tab is divided into panes. */
export type PaneTree =
  | { readonly kind: 'pane'; readonly id: string }
  | {
      readonly kind: 'split'
      /** `row`: side by side; `column`: one above the other. */
      readonly direction: SplitDirection
      /** What of the area the first part has, between {@link shares}. */
      readonly share: number
      readonly first: PaneTree
      readonly second: PaneTree
    }

export type SplitDirection = 'row' | 'column'

/** Whichever way somebody drags, each part stays something to see. */
export const shares = { least: 0.1, most: 0.9 } as const

/** A part of the whole area; all between 0 and 1. */
export interface PaneBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

const whole: PaneBox = { left: 0, top: 0, width: 1, height: 1 }

/** The panes in reading order. */
export function panesOf(tree: PaneTree): readonly string[] {
  return tree.kind === 'pane' ? [tree.id] : [...panesOf(tree.first), ...panesOf(tree.second)]
}

/** The two parts of a split area. */
function partsOf({ direction, share }: Extract<PaneTree, { kind: 'split' }>, box: PaneBox): [PaneBox, PaneBox] {
  const { left, top, width, height } = box
  if (direction === 'row') {
    const before = width * share
    return [
      { ...box, width: before },
      { ...box, left: left + before, width: width - before },
    ]
  }
  const above = height * share
  return [
    { ...box, height: above },
    { ...box, top: top + above, height: height - above },
  ]
}

/** Where each pane is. Together they cover the area, and none lies over another. */
export function boxesOf(tree: PaneTree, box: PaneBox = whole): ReadonlyMap<string, PaneBox> {
  if (tree.kind === 'pane') return new Map([[tree.id, box]])
  const [first, second] = partsOf(tree, box)
  return new Map([...boxesOf(tree.first, first), ...boxesOf(tree.second, second)])
}

/** The way to a split: which part at each fork. */
export type SplitPath = readonly ('first' | 'second')[]

/** The line between two parts, which can be dragged. */
export interface Divider {
  readonly path: SplitPath
  readonly direction: SplitDirection
  readonly share: number
  /** The area that it divides. */
  readonly box: PaneBox
}

/** Every line between parts, the widest first. */
export function dividersOf(tree: PaneTree, path: SplitPath = [], box: PaneBox = whole): readonly Divider[] {
  if (tree.kind === 'pane') return []
  const [first, second] = partsOf(tree, box)
  const { direction, share } = tree
  return [
    { path, direction, share, box },
    ...dividersOf(tree.first, [...path, 'first'], first),
    ...dividersOf(tree.second, [...path, 'second'], second),
  ]
}

/** Moves a divider; the share is kept between {@link shares}. */
export function withShare(tree: PaneTree, path: SplitPath, share: number): PaneTree {
  if (tree.kind === 'pane') return tree
  const [next, ...rest] = path
  if (next === undefined) return { ...tree, share: Math.min(shares.most, Math.max(shares.least, share)) }
  return { ...tree, [next]: withShare(tree[next], rest, share) }
}

/** On which side of a pane another is put. */
export type Side = 'left' | 'right' | 'above' | 'below'

/** Divides a pane in the middle, with another pane beside it. The same tree when there is no such pane. */
export function splitPane(tree: PaneTree, at: string, added: string, side: Side): PaneTree {
  return mapPane(tree, at, (pane) => {
    const other: PaneTree = { kind: 'pane', id: added }
    const isAfter = side === 'right' || side === 'below'
    const [first, second] = isAfter ? [pane, other] : [other, pane]
    return {
      kind: 'split',
      direction: side === 'left' || side === 'right' ? 'row' : 'column',
      share: 0.5,
      first,
      second,
    }
  })
}

function mapPane(tree: PaneTree, id: string, change: (pane: PaneTree) => PaneTree): PaneTree {
  if (tree.kind === 'pane') return tree.id === id ? change(tree) : tree
  const first = mapPane(tree.first, id, change)
  const second = mapPane(tree.second, id, change)
  return first === tree.first && second === tree.second ? tree : { ...tree, first, second }
}

/** Takes a pane out; its neighbour gets the room. Null when it was the last one. */
export function withoutPane(tree: PaneTree, id: string): PaneTree | null {
  if (tree.kind === 'pane') return tree.id === id ? null : tree
  const first = withoutPane(tree.first, id)
  const second = withoutPane(tree.second, id)
  if (first === null) return second
  if (second === null) return first
  return first === tree.first && second === tree.second ? tree : { ...tree, first, second }
}

/** Puts a pane on the other side of another one. The same tree when either is missing, or both are one. */
export function movePane(tree: PaneTree, id: string, beside: string, side: Side): PaneTree {
  const known = panesOf(tree)
  if (id === beside || !known.includes(id) || !known.includes(beside)) return tree
  const rest = withoutPane(tree, id)
  return rest === null ? tree : splitPane(rest, beside, id, side)
}

export type Arrow = 'left' | 'right' | 'up' | 'down'

const overlap = (start: number, length: number, otherStart: number, otherLength: number): number =>
  Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart)

/** Boxes are products of shares: what touches may be off by a rounding. */
const near = 1e-6

/** How far the other box lies in a direction, and how much of its edge is shared; null when it is not that way. */
function wayTo(from: PaneBox, to: PaneBox, arrow: Arrow): { readonly gap: number; readonly edge: number } | null {
  const isAcross = arrow === 'left' || arrow === 'right'
  const gap = {
    left: from.left - (to.left + to.width),
    right: to.left - (from.left + from.width),
    up: from.top - (to.top + to.height),
    down: to.top - (from.top + from.height),
  }[arrow]
  const edge = isAcross
    ? overlap(from.top, from.height, to.top, to.height)
    : overlap(from.left, from.width, to.left, to.width)
  return gap < -near || edge < near ? null : { gap, edge }
}

/** The pane that lies in a direction of another one: the nearest, then the one with the longest common edge. */
export function neighbourOf(tree: PaneTree, id: string, arrow: Arrow): string | null {
  const boxes = boxesOf(tree)
  const from = boxes.get(id)
  if (from === undefined) return null
  const ways = [...boxes].flatMap(([other, box]) => {
    const way = other === id ? null : wayTo(from, box, arrow)
    return way === null ? [] : [{ other, ...way }]
  })
  const sorted = ways.toSorted((one, two) =>
    Math.abs(one.gap - two.gap) > near ? one.gap - two.gap : two.edge - one.edge,
  )
  return sorted[0]?.other ?? null
}
