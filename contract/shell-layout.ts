import { z } from 'zod'
import { fileRequest } from './files.ts'
import { shellRequest } from './shells.ts'

const paneId = z.uuid()

/** One step of a walk through a tree of panes: a pane, or a fork with its first part and then its second one following. */
export const treeStep = z.discriminatedUnion('is', [
  z.object({ is: z.literal('pane'), id: paneId }),
  z.object({ is: z.literal('split'), direction: z.enum(['row', 'column']), share: z.number().min(0).max(1) }),
])
export type TreeStep = z.infer<typeof treeStep>

/** How the tabs of shells were arranged, and what was in each pane; kept for the next start. */
export const shellLayout = z.object({
  tabs: z
    .array(
      z.object({
        id: z.uuid(),
        title: z.string().max(60).nullable(),
        tree: z.array(treeStep).min(1).max(127),
        active: paneId,
      }),
    )
    .max(60),
  current: z.uuid().nullable(),
  panes: z.array(z.object({ id: paneId, request: shellRequest, shell: z.uuid().nullable() })).max(200),
  /** Panes that show files; layouts that were kept before there were any have none. */
  files: z
    .array(z.object({ id: paneId, request: fileRequest, session: z.uuid().nullable() }))
    .max(60)
    .default([]),
})
export type ShellLayout = z.infer<typeof shellLayout>

/** Nothing was arranged yet. */
export const noLayout: ShellLayout = { tabs: [], current: null, panes: [], files: [] }
