import type { TreeStep } from '#contract/shell-layout.ts'
import { panesOf, type PaneTree } from './pane-tree.ts'

/** The tree as a walk: it is saved, and comes from the page, without a depth that somebody could choose. */
export function stepsOf(tree: PaneTree): TreeStep[] {
  if (tree.kind === 'pane') return [{ is: 'pane', id: tree.id }]
  const { direction, share, first, second } = tree
  return [{ is: 'split', direction, share }, ...stepsOf(first), ...stepsOf(second)]
}

/** The tree of a walk; null where it does not come to its end, or goes on behind it, or comes to a pane twice. */
export function treeOf(steps: readonly TreeStep[]): PaneTree | null {
  const walk = walkFrom(steps, 0)
  if (walk === null || walk.next !== steps.length) return null
  const panes = panesOf(walk.tree)
  return new Set(panes).size === panes.length ? walk.tree : null
}

function walkFrom(steps: readonly TreeStep[], at: number): { readonly tree: PaneTree; readonly next: number } | null {
  const step = steps[at]
  if (step === undefined) return null
  if (step.is === 'pane') return { tree: { kind: 'pane', id: step.id }, next: at + 1 }
  const first = walkFrom(steps, at + 1)
  const second = first === null ? null : walkFrom(steps, first.next)
  if (first === null || second === null) return null
  const { direction, share } = step
  return { tree: { kind: 'split', direction, share, first: first.tree, second: second.tree }, next: second.next }
}
