import type { FilledPart } from '#domain/saved-command/command-line.ts'
import { piecesOf } from '#domain/saved-command/command-line.ts'
import type { SavedCommand } from '#contract/saved-commands.ts'

/** A command as it was written, its parameters marked. */
export function CommandText({ command: { line, shell } }: { readonly command: SavedCommand }) {
  return piecesOf(line, shell).map((piece, index) =>
    piece.kind === 'text' ? <span key={index}>{piece.text}</span> : <b key={index}>{`{${piece.name}}`}</b>,
  )
}

/** The line as it will be typed, what was filled in marked. */
export function FilledText({ parts }: { readonly parts: readonly FilledPart[] }) {
  return parts.map(({ text, isValue }, index) =>
    isValue ? <b key={index}>{text}</b> : <span key={index}>{text}</span>,
  )
}
