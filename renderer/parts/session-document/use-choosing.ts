import { useState } from 'react'
import { endpointParameter, type TunnelDocument } from '#contract/chosen-document.ts'
import type { TargetPlace } from '#contract/targets.ts'
import {
  fillParameters,
  textsOf,
  typedParameters,
  type TypedParameter,
} from '#domain/document-parameters/fill-parameters.ts'
import { documentOfTunnel, typedDocumentOfTunnel } from '#domain/document-parameters/of-tunnel.ts'
import { useDocument, type DocumentReading } from './use-document.ts'

/** What a document is chosen for. */
export type DocumentUse = 'shell' | 'tunnel'

/** A document that is being chosen. */
export interface Choosing {
  readonly use: DocumentUse
  readonly name: string
  readonly reading: DocumentReading
  readonly typed: Readonly<Record<string, string>>
  /** Of a document that may not be read. */
  readonly rows: readonly TypedParameter[]
  /** What it comes to; `own`: the account's own; null while it is not complete. */
  readonly chosen: TunnelDocument | 'own' | null
  readonly setName: (name: string) => void
  readonly setValue: (name: string, text: string) => void
  readonly setRows: (rows: readonly TypedParameter[]) => void
}

/** A document of this kind of session opens a port, and no shell; one that does not tell its kind may be right for either. */
export function suits(reading: DocumentReading, use: DocumentUse): boolean {
  if (reading.state !== 'read' || reading.document.sessionType === null) return true
  return (reading.document.sessionType === 'Port') === (use === 'tunnel')
}

/** Begins with what was chosen before. */
export function useChoosing(place: TargetPlace, before: TunnelDocument | undefined, use: DocumentUse): Choosing {
  const [name, setName] = useState(before?.name ?? '')
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>(() => textsOf(before?.parameters ?? {}))
  const [rows, setRows] = useState<readonly TypedParameter[]>(() => rowsOf(before))
  const trimmed = name.trim()
  const reading = useDocument(place, trimmed)
  return {
    ...{ use, name, reading, typed, rows, setName, setRows },
    chosen: chosenOf(trimmed, reading, typed, rows, use),
    setValue: (parameter, text) => setTyped((now) => ({ ...now, [parameter]: text })),
  }
}

/** As they were typed: one of the tunnel's own values that the document does not take was left empty. */
function rowsOf(before: TunnelDocument | undefined): readonly TypedParameter[] {
  const texts = Object.entries(textsOf(before?.parameters ?? {})).map(([name, text]) => ({ name, text }))
  const untaken =
    before?.takes === undefined ? [] : endpointParameter.options.filter((own) => !before.takes?.includes(own))
  return [...texts, ...untaken.map((name) => ({ name, text: '' }))]
}

function chosenOf(
  name: string,
  reading: DocumentReading,
  typed: Choosing['typed'],
  rows: Choosing['rows'],
  use: DocumentUse,
): Choosing['chosen'] {
  if (reading.state === 'none') return 'own'
  if (reading.state === 'read') {
    if (!suits(reading, use)) return null
    const { parameters } = reading.document
    if (use === 'tunnel') return documentOfTunnel(name, parameters, typed)
    const filled = fillParameters(parameters, typed)
    return filled.ok ? { name, parameters: filled.parameters } : null
  }
  if (reading.state !== 'failed' || reading.problem.code === 'DOCUMENT_INVALID') return null
  return use === 'tunnel' ? typedDocumentOfTunnel(name, rows) : { name, parameters: typedParameters(rows) }
}
