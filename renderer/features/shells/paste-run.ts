import { piecesOf, type PastePiece } from '#domain/paste-review/paste-review.ts'

/** A shell that a paste goes to. */
export interface PasteTarget {
  type(data: string): void
  settled(): Promise<void>
  wantsBrackets(): boolean
}

export interface PasteProgress {
  readonly lines: number
  readonly of: number
  /** Since the beginning. */
  readonly milliseconds: number
}

/** A paste under way. */
export interface PasteRun {
  /** True once all of it is sent; false when it was stopped. */
  readonly done: Promise<boolean>
  stop(): void
}

const bracketOpen = '\u001b[200~'
const bracketClose = '\u001b[201~'

/**
 * Sends a text piece by piece, each once the one before was taken, so that a stop is one. Brackets are opened and closed around
 * the whole where the program wants them, also around a part that was stopped.
 */
export function runPaste(
  typed: string,
  targets: readonly PasteTarget[],
  progressed: (progress: PasteProgress) => void,
): PasteRun {
  const pieces = piecesOf(typed)
  const of = pieces.at(-1)?.linesSoFar ?? 0
  const startedAt = Date.now()
  let isStopped = false
  const bracketed = targets.filter((target) => target.wantsBrackets())
  const close = (): void => {
    for (const target of bracketed.splice(0)) target.type(bracketClose)
  }
  const send = async (piece: PastePiece): Promise<void> => {
    for (const target of targets) target.type(piece.text)
    // Not only once it was taken: Enter pressed until then would be a line of the paste, and run nothing.
    if (piece === pieces.at(-1)) close()
    await Promise.all(targets.map((target) => target.settled()))
    progressed({ lines: piece.linesSoFar, of, milliseconds: Date.now() - startedAt })
  }
  const run = async (): Promise<boolean> => {
    for (const target of bracketed) target.type(bracketOpen)
    for (const piece of pieces) {
      if (isStopped) break
      await send(piece)
    }
    close()
    return !isStopped
  }
  return {
    done: run(),
    stop: () => {
      isStopped = true
    },
  }
}
