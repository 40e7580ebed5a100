import { useState } from 'react'
import type { ChosenDocument } from '#contract/shells.ts'
import type { TargetPlace } from '#contract/targets.ts'
import {
  fillParameters,
  textsOf,
  typedParameters,
  type TypedParameter,
} from '#domain/document-parameters/fill-parameters.ts'
import { useDocument, type DocumentReading } from './use-document.ts'

/** A document that is being chosen. */
export interface Choosing {
  readonly name: string
  readonly reading: DocumentReading
  readonly typed: Readonly<Record<string, string>>
  /** Of a document that may not be read. */
  readonly rows: readonly TypedParameter[]
  /** What it comes to; `own`: the account's own; null while it is not complete. */
  readonly chosen: ChosenDocument | 'own' | null
  readonly setName: (name: string) => void
  readonly setValue: (name: string, text: string) => void
  readonly setRows: (rows: readonly TypedParameter[]) => void
}

/** A document of this kind of session opens a port, and no shell. */
export const forwards = (reading: DocumentReading): boolean =>
  reading.state === 'read' && reading.document.sessionType === 'Port'

/** Begins with what was chosen before. */
export function useChoosing(place: TargetPlace, before: ChosenDocument | undefined): Choosing {
  const [name, setName] = useState(before?.name ?? '')
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() => textsOf(before?.parameters ?? {}))
  const [rows, setRows] = useState<readonly TypedParameter[]>(() =>
    Object.entries(textsOf(before?.parameters ?? {})).map(([parameter, text]) => ({ name: parameter, text })),
  )
  const trimmed = name.trim()
  const reading = useDocument(place, trimmed)
  return {
    ...{ name, reading, typed, rows, setName, setRows },
    chosen: chosenOf(trimmed, reading, typed, rows),
    setValue: (parameter, text) => setTyped((now) => ({ ...now, [parameter]: text })),
  }
}

function chosenOf(
  name: string,
  reading: DocumentReading,
  typed: Choosing['typed'],
  rows: Choosing['rows'],
): Choosing['chosen'] {
  if (reading.state === 'none') return 'own'
  if (reading.state === 'read') {
    const filled = fillParameters(reading.document.parameters, typed)
    return filled.ok && !forwards(reading) ? { name, parameters: filled.parameters } : null
  }
  if (reading.state !== 'failed' || reading.problem.code === 'DOCUMENT_INVALID') return null
  return { name, parameters: typedParameters(rows) }
}
