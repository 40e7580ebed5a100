import { useState } from 'react'
import type { Problem } from '#contract/problem.ts'
import type { ChosenDocument, ShellProgram, ShellRequest } from '#contract/shells.ts'
import { refusedThingOf } from '#domain/problem/refused-action.ts'
import { shellBy } from '#domain/session-document.ts'
import { targetWordsOf } from '#words/target-words.ts'
import { useLanguage } from '../../app/services.ts'
import { DocumentSheet } from '../../parts/session-document/document-sheet.tsx'
import { Button } from '../../ui/button.tsx'
import { useShellStore } from './use-shells.ts'

/** The session document that somebody chose for a shell; undefined: the account's own. */
function chosenFor(program: ShellProgram): ChosenDocument | undefined {
  return program.run === 'shell' && program.document !== undefined
    ? { name: program.document, parameters: program.parameters ?? {} }
    : undefined
}

/** By which document a shell runs, where it is not the account's own. */
export function PaneDocument({ program }: { readonly program: ShellProgram }) {
  const { document: say } = targetWordsOf(useLanguage())
  const chosen = chosenFor(program)
  if (chosen === undefined) return null
  return (
    <span className="tag trunc pane-document" title={say.by(chosen.name)}>
      {chosen.name}
    </span>
  )
}

/** Whether another document, or other parameters, can help. */
function isAboutDocument(problem: Problem): boolean {
  if (problem.code === 'ACCESS_DENIED') return refusedThingOf(problem.details) === 'document'
  return problem.code === 'DOCUMENT_INVALID' || problem.code === 'DOCUMENT_PARAMETERS'
}

interface ChangeDocumentProps {
  readonly pane: string
  readonly problem: Problem
  readonly request: ShellRequest
}

/** Opens what was refused by another document, in its place. */
export function ChangeDocument({ pane, problem, request }: ChangeDocumentProps) {
  const store = useShellStore()
  const { document: say } = targetWordsOf(useLanguage())
  const [isAsking, setAsking] = useState(false)
  const { program, target, profile, region } = request
  if (!isAboutDocument(problem) || program.run !== 'shell' || target.on === 'container') return null
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {say.change}
      </Button>
      {isAsking ? (
        <DocumentSheet
          place={{ profile, region }}
          name={request.name}
          before={chosenFor(program)}
          kept={null}
          onClose={() => setAsking(false)}
          onOpen={(chosen) => {
            setAsking(false)
            store.reopen(pane, { ...request, program: shellBy(chosen) })
          }}
        />
      ) : null}
    </>
  )
}
