import { useEffect, useState } from 'react'
import type { Problem } from '#contract/problem.ts'
import type { SessionDocumentView } from '#contract/session-documents.ts'
import { documentName } from '#contract/shells.ts'
import type { TargetPlace } from '#contract/targets.ts'
import { shownVisibly } from '#domain/text/visible.ts'
import { useServices } from '../../app/services.ts'

/** Milliseconds after the last key before a document is read. */
const settleMs = 400

/** What is known of the document that was named. */
export type DocumentReading =
  | { readonly state: 'none' }
  | { readonly state: 'wrong-name' }
  | { readonly state: 'reading' }
  | { readonly state: 'read'; readonly document: SessionDocumentView }
  | { readonly state: 'failed'; readonly problem: Problem }

/** Reads a document a moment after typing stops; an older answer never replaces a newer one. */
export function useDocument({ profile, region }: TargetPlace, name: string): DocumentReading {
  const { client } = useServices()
  const question = documentName.safeParse(name).success ? JSON.stringify({ profile, region, name }) : null
  const [answer, setAnswer] = useState<{ readonly question: string; readonly reading: DocumentReading } | null>(null)
  useEffect(() => {
    if (question === null) return undefined
    let current = true
    const timer = setTimeout(() => {
      void client.call('document.read', JSON.parse(question)).then((result) => {
        if (!current) return
        const reading: DocumentReading = result.ok
          ? { state: 'read', document: result.value }
          : { state: 'failed', problem: result.error }
        setAnswer({ question, reading })
      })
    }, settleMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [client, question])
  if (name === '') return { state: 'none' }
  if (question === null) return { state: 'wrong-name' }
  return answer?.question === question ? answer.reading : { state: 'reading' }
}

/** Names to choose from, as far as the role may list them. */
export function useDocumentNames({ profile, region }: TargetPlace): readonly string[] {
  const { client } = useServices()
  const [names, setNames] = useState<readonly string[]>([])
  const question = JSON.stringify({ profile, region })
  useEffect(() => {
    let current = true
    void client
      .call('document.list', JSON.parse(question))
      .catch(() => null)
      .then((answer) => {
        if (current && answer?.ok === true) setNames(shownVisibly(answer.value).names)
      })
    return () => {
      current = false
    }
  }, [client, question])
  return names
}
