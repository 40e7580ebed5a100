import { piecesOf, type PastePiece } from '#domain/paste-review/paste-review.ts'
import type { PasteTurn } from './terminal/input-line.ts'

/** A shell that a paste goes to. */
export interface PasteTarget {
  /** Keys that are pressed from now on wait until the paste has ended. */
  beginPaste(): PasteTurn
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

/** The targets' turns as one. */
interface Turns {
  /** Resolves once all of them have begun. */
  readonly begun: Promise<void>
  open(): void
  type(data: string): void
  /** Closes the brackets that are open, and lets go what waits. */
  close(): void
  settled(): Promise<unknown>
}

function takeTurns(targets: readonly PasteTarget[]): Turns {
  const turns = targets.map((target) => ({ target, turn: target.beginPaste() }))
  const bracketed: PasteTurn[] = []
  return {
    begun: Promise.all(turns.map(({ turn }) => turn.begun)).then(() => {}),
    open() {
      bracketed.push(...turns.filter(({ target }) => target.wantsBrackets()).map(({ turn }) => turn))
      for (const turn of bracketed) turn.type(bracketOpen)
    },
    type: (data) => turns.forEach(({ turn }) => turn.type(data)),
    close() {
      for (const turn of bracketed.splice(0)) turn.type(bracketClose)
      for (const { turn } of turns) turn.end()
    },
    settled: async () => await Promise.all(targets.map((target) => target.settled())),
  }
}

/**
 * Sends a text piece by piece, each once the one before was taken, so that a stop is one. Nothing else comes between: keys wait
 * until it is sent or stopped, another paste follows it. Brackets are opened and closed around the whole where the program wants
 * them, also around a part that was stopped.
 */
export function runPaste(
  typed: string,
  targets: readonly PasteTarget[],
  progressed: (progress: PasteProgress) => void,
): PasteRun {
  const pieces = piecesOf(typed)
  const of = pieces.at(-1)?.linesSoFar ?? 0
  const startedAt = Date.now()
  const turns = takeTurns(targets)
  let isStopped = false
  const send = async (piece: PastePiece): Promise<void> => {
    turns.type(piece.text)
    // Not only once it was taken: a key that is pressed until then has nothing to wait for.
    if (piece === pieces.at(-1)) turns.close()
    await turns.settled()
    progressed({ lines: piece.linesSoFar, of, milliseconds: Date.now() - startedAt })
  }
  const run = async (): Promise<boolean> => {
    await turns.begun
    if (!isStopped) turns.open()
    for (const piece of pieces) {
      if (isStopped) break
      await send(piece)
    }
    turns.close()
    return !isStopped
  }
  const stop = (): void => {
    isStopped = true
    turns.close()
  }
  return { done: run(), stop }
}
