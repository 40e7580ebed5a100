import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keptLayout, restoredLayout } from '#domain/shell-layout/saved-layout.ts'
import { stepsOf, treeOf } from '#domain/shell-layout/saved-tree.ts'
import {
  boxesOf,
  dividersOf,
  movePane,
  neighbourOf,
  panesOf,
  splitPane,
  withoutPane,
  withShare,
  type Arrow,
  type PaneTree,
  type Side,
} from '#domain/shell-layout/pane-tree.ts'
import * as workspaces from '#domain/shell-layout/workspace.ts'
import { fixtureFileRequest } from '../../support/file-fixtures.ts'
import { sampleShell } from '../../support/sample-shell.ts'

const sides = ['left', 'right', 'above', 'below'] as const satisfies readonly Side[]
const arrows = ['left', 'right', 'up', 'down'] as const satisfies readonly Arrow[]
const back: Record<Arrow, Arrow> = { left: 'right', right: 'left', up: 'down', down: 'up' }

/** Trees as they come about: a pane, divided again and again, with dividers anywhere. */
const trees = fc
  .array(
    fc.record({ at: fc.nat(), side: fc.constantFrom(...sides), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    {
      maxLength: 12,
    },
  )
  .map((cuts) =>
    cuts.reduce<PaneTree>(
      (tree, { at, side, share }, index) => {
        const panes = panesOf(tree)
        const divided = splitPane(tree, panes[at % panes.length]!, `p${index + 1}`, side)
        const path = dividersOf(divided).at(-1)?.path ?? []
        return withShare(divided, path, share)
      },
      { kind: 'pane', id: 'p0' },
    ),
  )

const area = (tree: PaneTree): number =>
  [...boxesOf(tree).values()].reduce((sum, box) => sum + box.width * box.height, 0)

describe('a divided tab', () => {
  test('is covered by its panes, none of which lies over another', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const boxes = [...boxesOf(tree).values()]
        expect(area(tree)).toBeCloseTo(1)
        for (const [index, one] of boxes.entries()) {
          expect(one.width).toBeGreaterThan(0)
          expect(one.height).toBeGreaterThan(0)
          for (const other of boxes.slice(index + 1)) {
            const wide = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left)
            const high = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top)
            expect(Math.min(wide, high)).toBeLessThan(1e-9)
          }
        }
      }),
    )
  })

  test('gives a pane that is closed to the others, and keeps them in their order', () => {
    fc.assert(
      fc.property(trees, fc.nat(), (tree, at) => {
        const panes = panesOf(tree)
        const gone = panes[at % panes.length]!
        const left = withoutPane(tree, gone)
        expect(left === null ? [] : panesOf(left)).toEqual(panes.filter((id) => id !== gone))
        if (left !== null) expect(area(left)).toBeCloseTo(1)
      }),
    )
  })

  test('keeps all its panes when one is moved, which then touches the other one', () => {
    fc.assert(
      fc.property(trees, fc.nat(), fc.nat(), fc.constantFrom(...sides), (tree, from, to, side) => {
        const panes = panesOf(tree)
        const id = panes[from % panes.length]!
        const beside = panes[to % panes.length]!
        const moved = movePane(tree, id, beside, side)
        expect(panesOf(moved).toSorted()).toEqual(panes.toSorted())
        const arrow = ({ left: 'right', right: 'left', above: 'down', below: 'up' } as const)[side]
        if (id === beside) expect(moved).toBe(tree)
        else expect(neighbourOf(moved, id, arrow)).toBe(beside)
      }),
    )
  })

  test('leads by an arrow to a pane that lies that way, and from there somewhere back', () => {
    fc.assert(
      fc.property(trees, fc.constantFrom(...arrows), (tree, arrow) => {
        const boxes = boxesOf(tree)
        for (const [id, box] of boxes) {
          const next = neighbourOf(tree, id, arrow)
          const isAtEdge =
            { left: box.left, up: box.top, right: 1 - box.left - box.width, down: 1 - box.top - box.height }[arrow] <
            1e-6
          expect(next === null).toBe(isAtEdge)
          if (next !== null) expect(neighbourOf(tree, next, back[arrow])).not.toBeNull()
        }
      }),
    )
  })

  test('keeps each part large enough to be seen, wherever its divider is dragged', () => {
    const tree = splitPane({ kind: 'pane', id: 'a' }, 'a', 'b', 'right')
    expect(boxesOf(withShare(tree, [], -3)).get('a')?.width).toBeCloseTo(0.1)
    expect(boxesOf(withShare(tree, [], 7)).get('a')?.width).toBeCloseTo(0.9)
  })

  test('has the way of its panes in the design: one at the left, two one above the other at the right', () => {
    const right = splitPane({ kind: 'pane', id: 'a' }, 'a', 'b', 'right')
    const tree = splitPane(right, 'b', 'c', 'below')
    expect(panesOf(tree)).toEqual(['a', 'b', 'c'])
    expect([neighbourOf(tree, 'a', 'right'), neighbourOf(tree, 'b', 'down'), neighbourOf(tree, 'c', 'left')]).toEqual([
      'b',
      'c',
      'a',
    ])
    expect(neighbourOf(tree, 'b', 'up')).toBeNull()
  })
})

describe('tabs', () => {
  const two = workspaces.openTab(workspaces.openTab(workspaces.noTabs, { id: 't1', pane: 'a' }), {
    id: 't2',
    pane: 'b',
  })

  test('come after the one that is shown, and are shown', () => {
    const three = workspaces.openTab(workspaces.showTab(two, 't1'), { id: 't3', pane: 'c' })
    expect(three.tabs.map(({ id }) => id)).toEqual(['t1', 't3', 't2'])
    expect(three.current).toBe('t3')
  })

  test('are walked around their ends', () => {
    expect(workspaces.stepTab(two, 1).current).toBe('t1')
    expect(workspaces.stepTab(workspaces.showTab(two, 't1'), -1).current).toBe('t2')
    expect(workspaces.stepTab(workspaces.noTabs, 1)).toEqual(workspaces.noTabs)
  })

  test('go with their last pane; the keys go on to the next pane, the view to the next tab', () => {
    const split = workspaces.splitActive(two, 'c', 'below')
    expect(workspaces.currentTab(split)).toMatchObject({ active: 'c' })
    const closed = workspaces.closePane(split, 'c')
    expect(workspaces.currentTab(closed)).toMatchObject({ id: 't2', active: 'b' })
    expect(workspaces.closePane(closed, 'b')).toMatchObject({ tabs: [{ id: 't1' }], current: 't1' })
    expect(workspaces.closePane(workspaces.closePane(closed, 'b'), 'a')).toEqual(workspaces.noTabs)
  })

  test('may be filled by one pane, until another gets the room or the keys', () => {
    const zoomed = workspaces.toggleZoom(workspaces.splitActive(two, 'c', 'right'))
    expect(workspaces.currentTab(zoomed)?.zoomed).toBe('c')
    expect(workspaces.currentTab(workspaces.stepPane(zoomed, 'left'))).toMatchObject({ active: 'b', zoomed: 'b' })
    expect(workspaces.currentTab(workspaces.splitActive(zoomed, 'd', 'below'))?.zoomed).toBeNull()
    expect(workspaces.currentTab(workspaces.closePane(zoomed, 'c'))?.zoomed).toBeNull()
    expect(workspaces.toggleZoom(two)).toBe(two)
  })

  test('have a name that can be taken back', () => {
    const named = workspaces.renameTab(two, 't1', '  orders fleet ')
    expect(named.tabs[0]?.title).toBe('orders fleet')
    expect(workspaces.renameTab(named, 't1', ' ').tabs[0]?.title).toBeNull()
    expect(workspaces.renameTab(two, 't1', 'x'.repeat(99)).tabs[0]?.title).toHaveLength(60)
    expect(workspaces.renameTab(two, 't1', 'my tab \u202egpj.exe').tabs[0]?.title).toBe('my tab gpj.exe')
    expect(workspaces.renameTab(two, 't1', '\u200b').tabs[0]?.title).toBeNull()
  })
})

describe('a kept layout', () => {
  const { request } = sampleShell()

  test('walks through a tree and back', () => {
    fc.assert(
      fc.property(trees, (tree) => {
        expect(treeOf(stepsOf(tree))).toEqual(tree)
      }),
    )
  })

  test('is nothing where the walk breaks off, goes on, or comes to a pane twice', () => {
    const split = { is: 'split', direction: 'row', share: 0.5 } as const
    const pane = (id: string) => ({ is: 'pane', id }) as const
    for (const steps of [[], [split], [split, pane('a')], [pane('a'), pane('b')], [split, pane('a'), pane('a')]])
      expect(treeOf(steps)).toBeNull()
  })

  test('leaves out panes in which nothing was open, and comes back as it was', () => {
    const tabs = workspaces.splitActive(workspaces.openTab(workspaces.noTabs, { id: 't1', pane: 'a' }), 'b', 'right')
    const all = workspaces.openTab(tabs, { id: 't2', pane: 'choosing' })
    const kept = keptLayout(all, {
      shells: new Map([['a', { request, shell: null }]]),
      files: new Map([['b', { request: fixtureFileRequest, session: null }]]),
    })
    expect(kept.tabs.map(({ id }) => id)).toEqual(['t1'])
    expect(kept.current).toBeNull()
    const { workspace, panes } = restoredLayout(kept)
    expect(workspace).toEqual({ tabs: [tabs.tabs[0]], current: 't1' })
    expect([[...panes.shells.keys()], [...panes.files.keys()]]).toEqual([['a'], ['b']])
  })

  test('loses a tab that makes no sense, and no other', () => {
    const good = keptLayout(workspaces.openTab(workspaces.noTabs, { id: 't1', pane: 'a' }), {
      shells: new Map([['a', { request, shell: null }]]),
      files: new Map(),
    })
    const broken = {
      id: 't0',
      title: null,
      tree: [{ is: 'split', direction: 'row', share: 0.5 } as const],
      active: 'x',
    }
    const twice = { ...good.tabs[0]!, id: 't2' }
    const { workspace } = restoredLayout({ ...good, tabs: [broken, ...good.tabs, twice] })
    expect(workspace.tabs.map(({ id }) => id)).toEqual(['t1'])
  })
})
