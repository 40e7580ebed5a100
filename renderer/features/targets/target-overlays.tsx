import '../../ui/question.css'
import type { Problem } from '#contract/problem.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { PlaceView, TargetList as Listed } from '#contract/targets.ts'
import { shellBy } from '#domain/session-document.ts'
import { canBeRequested } from '#domain/problem/traits.ts'
import { placeKey } from '#domain/targets/target-place.ts'
import { useActions } from '../../app/actions.ts'
import { ConfirmOpen } from '../../parts/production/confirm-open.tsx'
import { DocumentSheet } from '../../parts/session-document/document-sheet.tsx'
import { AddPlace } from './add-place.tsx'
import { favouriteWith, requestOf } from './line-request.ts'
import type { TargetLine } from './target-rows.ts'
import type { TargetStore } from './target-store.ts'
import { TypeId } from './type-id.tsx'
import type { Opening, OpenHow } from './use-opening.ts'
import { closedProblem, WhyClosed } from './why-closed.tsx'

/** What lies over the list. */
export type Over =
  | { readonly kind: 'type-id'; readonly place: PlaceView; readonly id: string }
  | { readonly kind: 'add-place' }
  | { readonly kind: 'why'; readonly line: TargetLine; readonly how: OpenHow }
  /** EC2 did not start it. */
  | { readonly kind: 'not-started'; readonly line: TargetLine; readonly problem: Problem }
  | { readonly kind: 'document'; readonly line: TargetLine; readonly how: OpenHow }

interface OverlaysProps {
  readonly list: Listed
  readonly over: Over | null
  readonly opening: Opening
  readonly store: TargetStore
  readonly onClose: () => void
}

/** Questions and forms over the list. */
export function TargetOverlays({ list, over, opening, store, onClose }: OverlaysProps) {
  const { call } = useActions()
  const { pending, agree, cancel } = opening
  if (pending !== null) {
    const { request } = pending
    const place = list.places.find(({ key }) => key === placeKey(request))
    return (
      <ConfirmOpen request={request} account={place?.account.name ?? request.name} onAgree={agree} onCancel={cancel} />
    )
  }
  switch (over?.kind) {
    case 'type-id': {
      const open = (request: ShellRequest): void => {
        onClose()
        opening.open(request, 'tab')
      }
      return <TypeId places={list.places} first={over.place} id={over.id} onOpen={open} onClose={onClose} />
    }
    case 'add-place': {
      const add: Parameters<typeof AddPlace>[0]['onAdd'] = (place) => {
        onClose()
        void call('target.addPlace', place).then(() => store.read('stale'))
      }
      return <AddPlace onAdd={add} onClose={onClose} />
    }
    case 'why':
      return <WhyNot line={over.line} how={over.how} opening={opening} onClose={onClose} />
    case 'not-started':
      return <NotStarted line={over.line} problem={over.problem} onClose={onClose} />
    case 'document':
      return <ByDocument line={over.line} how={over.how} opening={opening} onClose={onClose} />
    case undefined:
      return null
  }
}

interface OverLineProps extends Pick<OverlaysProps, 'opening' | 'onClose'> {
  readonly line: TargetLine
  readonly how: OpenHow
}

/** Why EC2 did not start an instance, and who can help. */
function NotStarted({
  line,
  problem,
  onClose,
}: Pick<OverLineProps, 'line' | 'onClose'> & { readonly problem: Problem }) {
  const { showTargetRequest } = useActions()
  const request = requestOf(line)
  const ask = (): void => {
    onClose()
    if (request !== null) showTargetRequest(request, problem)
  }
  return (
    <WhyClosed
      line={line}
      problem={problem}
      onOpen={null}
      onRequest={canBeRequested(problem) ? ask : null}
      onClose={onClose}
    />
  )
}

/** Why a target cannot be opened as far as is known. */
function WhyNot({ line, how, opening, onClose }: OverLineProps) {
  const problem = closedProblem(line)
  const request = requestOf(line)
  if (problem === null) return null
  const open = (): void => {
    onClose()
    if (request !== null) opening.open(request, how)
  }
  return <WhyClosed line={line} problem={problem} onOpen={open} onClose={onClose} />
}

/** Opens a line's target by another session document, once or from now on. */
function ByDocument({ line, how, opening, onClose }: OverLineProps) {
  const { call } = useActions()
  const request = requestOf(line)
  if (request === null) return null
  return (
    <DocumentSheet
      place={line.place.place}
      name={line.name}
      before={line.document}
      kept={line.favourite === null ? 'new' : 'favourite'}
      onClose={onClose}
      onOpen={(document, keep) => {
        const favourite = favouriteWith(line, document)
        if (keep && favourite !== null) void call('target.star', { favourite, wish: 'on' })
        onClose()
        opening.open({ ...request, program: shellBy(document) }, how)
      }}
    />
  )
}
