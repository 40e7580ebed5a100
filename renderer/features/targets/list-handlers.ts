import type { PlaceHandlers } from './target-group.tsx'
import type { LineHandlers } from './target-line.tsx'
import type { TargetLine } from './target-rows.ts'

/** What the list tells those who show it. */
export interface ListHandlers extends PlaceHandlers {
  readonly onOpen: LineHandlers['onOpen']
  readonly onStar: LineHandlers['onStar']
  /** Null where there are no files to be had. */
  readonly onFiles: ((line: TargetLine) => void) | null
  /** Asks EC2 to start it, where it is stopped. */
  readonly onStart: (line: TargetLine) => void
  /** By which session document. */
  readonly onDocument: (line: TargetLine) => void
}
