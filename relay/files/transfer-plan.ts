import { isFarName } from '#domain/far-path/far-path.ts'
import { TakenNames } from '#domain/far-path/taken-names.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { FileTrouble, isTroubleOf, mostNames, sumOfBytes, type FileSide, type FoundFile } from './file-side.ts'

/** A folder that holds itself ends here. */
const mostDepth = 64

/** One thing to be made on the other side, folders before what is in them. */
export interface PlannedItem {
  /** Its names below the folder that is copied; none for what was chosen itself. */
  readonly names: readonly string[]
  /** What each of them is called where it comes to: no two files of a plan get one place. */
  readonly ownNames: readonly string[]
  readonly from: string
  readonly found: FoundFile
}

/** Everything that a transfer moves. */
export interface TransferPlan {
  readonly folders: readonly PlannedItem[]
  readonly files: readonly PlannedItem[]
  readonly totalBytes: number
  /** Links, devices, what may not be read, and names that are none: not followed, not copied; and folders that could not be listed. */
  readonly leftOut: number
}

/** Where a plan leads from, and to. */
interface PlanSides {
  readonly from: FileSide
  readonly to: FileSide
}

/** Counts what there is below a path, in the order of names, so that a second count finds the same. `isOver`: gives it up. */
export async function planTransfer(sides: PlanSides, path: string, isOver: () => boolean): Promise<TransferPlan> {
  const side = sides.from
  const found = await side.stat(path)
  const file = { side: side.side, name: side.shownName(path) }
  if (found === null) throw new FileTrouble(problemOf('FILE_GONE', file))
  if (found.kind === 'other') throw new FileTrouble(problemOf('FILE_FAILED', { ...file, reason: 'no file or folder' }))
  const root = { names: [], ownNames: [], from: path, found }
  if (found.kind === 'file') return { folders: [], files: [root], totalBytes: found.size, leftOut: 0 }
  const plan: GrowingPlan = { folders: [root], files: [], leftOut: 0 }
  // More of them are found on the way.
  for (const folder of plan.folders) {
    if (isOver()) break
    if (isFull(plan)) {
      plan.leftOut += 1
      break
    }
    try {
      await add(sides, plan, folder)
    } catch (error) {
      if (folder === root || !isTroubleOf(error, side)) throw error
      plan.leftOut += 1
    }
  }
  const totalBytes = plan.files.reduce((sum, { found: one }) => sumOfBytes(sum, one.size), 0)
  return { ...plan, totalBytes }
}

interface GrowingPlan {
  readonly folders: PlannedItem[]
  readonly files: PlannedItem[]
  leftOut: number
}

/** Folders count as well: a far end could tell of new ones without end. */
const isFull = ({ folders, files }: GrowingPlan): boolean => folders.length + files.length >= mostNames

async function add({ from, to }: PlanSides, plan: GrowingPlan, folder: PlannedItem): Promise<void> {
  const taken = new TakenNames(to.foldedName)
  const entries = [...(await from.list(folder.from))].sort((one, other) => (one.name < other.name ? -1 : 1))
  for (const { name, isLink, isReadable, ...found } of entries) {
    const names = [...folder.names, name]
    const isTooMuch = isFull(plan) || names.length > mostDepth
    const isLeft = isLink || !isReadable || found.kind === 'other' || !isFarName(name) || isTooMuch
    if (isLeft || name.includes('\uFFFD')) {
      plan.leftOut += 1
      continue
    }
    const ownNames = [...folder.ownNames, taken.take(to.ownName(name))]
    const item = { names, ownNames, from: from.join(folder.from, name), found }
    if (found.kind === 'folder') plan.folders.push(item)
    else plan.files.push(item)
  }
}
