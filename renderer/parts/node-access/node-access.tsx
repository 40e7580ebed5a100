import './node-access.css'
import { useState, type FormEvent } from 'react'
import { longestReason, type NodeAccessView } from '#contract/node-access.ts'
import type { Problem } from '#contract/problem.ts'
import { timeLeft } from '#domain/node-access/access.ts'
import { formatTime } from '#words/format.ts'
import { problemText } from '#words/problem-text.ts'
import { spanText } from '#words/span.ts'
import { useNow } from '../../app/clock.ts'
import { useServices, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { HelpText, TextField } from '../../ui/field.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'

/** Leaves room for a ticket before it. */
const longestTyped = longestReason - 66

interface AccessProps {
  readonly access: NodeAccessView
}

interface RequestFormProps extends AccessProps {
  /** What stands in the field for the reason at first. */
  readonly reason?: string
  /** What AWS said to it. */
  readonly refused: Problem | null
  onCancel(): void
}

/** The request, set into the route: why somebody wants the node, and the ticket that says so. */
function RequestForm({ access, reason: first = '', refused, onCancel }: RequestFormProps) {
  const words = useWords()
  const { client } = useServices()
  const [reason, setReason] = useState(first.slice(0, longestTyped))
  const [ticket, setTicket] = useState('')
  const { status } = access
  const isSending = status.kind === 'sending' || (status.kind === 'granted' && status.further?.kind === 'sending')
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (reason.trim() !== '') void client.call('access.request', { id: access.id, reason, ticket })
  }
  return (
    <form className="access-form" onSubmit={send}>
      <div className="form-row">
        <TextField label={words.form.reason} value={reason} maxLength={longestTyped} onChange={setReason} />
        <TextField
          label={words.access.ticket}
          optional={words.optional}
          mono
          value={ticket}
          maxLength={64}
          onChange={setTicket}
        />
      </div>
      {refused === null ? null : <HelpText help={{ tone: 'bad', text: problemText(refused, words, {}).sentence }} />}
      <div className="hop-fix-actions">
        <Button size="small" variant="primary" type="submit" disabled={isSending || reason.trim() === ''}>
          {words.access.request}
        </Button>
        <Button size="small" onClick={onCancel}>
          {words.access.cancel}
        </Button>
      </div>
    </form>
  )
}

/** Nobody is asked, or waited for, any more. */
function useWithdraw({ access }: AccessProps): () => void {
  const { client } = useServices()
  return () => void client.call('access.withdraw', { id: access.id })
}

function FirstRequest({ access }: AccessProps) {
  const withdraw = useWithdraw({ access })
  const refused = access.status.kind === 'asking' ? access.status.refused : null
  return <RequestForm access={access} refused={refused} onCancel={withdraw} />
}

/** A request that an approver has; `says` stands before it. */
function AtApprover({ access, requestId, says }: AccessProps & { readonly requestId: string; readonly says: string }) {
  const words = useWords()
  const withdraw = useWithdraw({ access })
  return (
    <>
      {says}
      <div className="access-left-line t3">
        <span className="mono">{words.access.copyId(requestId)}</span>
      </div>
      <div className="hop-fix-actions">
        <Button size="small" onClick={withdraw}>
          {words.access.withdraw}
        </Button>
      </div>
    </>
  )
}

/** The granted time as it runs out, that it ends soon, and how it goes on. */
function TimeLeft({ access }: AccessProps) {
  const words = useWords()
  const now = useNow(1_000)
  const [isAsking, setIsAsking] = useState(false)
  const { status } = access
  const left = timeLeft(status, now)
  if (status.kind !== 'granted' || left === null) return null
  const mayAsk = !isAsking && status.further?.kind !== 'waiting'
  return (
    <div className="access-left">
      <ProgressBar
        label={words.access.until(formatTime(status.until))}
        value={left.ms}
        of={status.until - status.since}
      />
      <div className="access-left-line t3">
        <span className="trunc">{access.reason}</span>
        <span className="num">{words.signIn.left(spanText(words, left.ms))}</span>
        {mayAsk ? (
          <button type="button" className="link" onClick={() => setIsAsking(true)}>
            {words.access.askMore}
          </button>
        ) : null}
      </div>
      {left.soon ? <HelpText help={{ tone: 'warn', text: words.access.endsSoon(spanText(words, left.ms)) }} /> : null}
      <Further access={access} further={status.further} isAsking={isAsking} onCancel={() => setIsAsking(false)} />
    </div>
  )
}

interface FurtherProps extends AccessProps {
  readonly further: Extract<NodeAccessView['status'], { kind: 'granted' }>['further']
  /** Somebody wants to fill in another request. */
  readonly isAsking: boolean
  onCancel(): void
}

/** A further request: as it is filled in, as an approver has it, and what became of it. */
function Further({ access, further, isAsking, onCancel }: FurtherProps) {
  const words = useWords()
  if (further?.kind === 'waiting')
    return <AtApprover access={access} requestId={further.requestId} says={words.access.moreAsked} />
  const refused = further?.kind === 'refused' ? further.problem : null
  if (isAsking) return <RequestForm access={access} reason={access.reason} refused={refused} onCancel={onCancel} />
  if (refused === null) return null
  const { headline, sentence } = problemText(refused, words, {})
  return <HelpText help={{ tone: 'bad', text: words.access.moreRefused(headline, sentence) }} />
}

interface NodeAccessProps extends AccessProps {
  /** What becomes of what waits, while an approver has the request. */
  readonly meanwhile: string
}

/** What is to be filled in or known of access to a node that is given out on request; nothing where that is over. */
export function NodeAccess({ access, meanwhile }: NodeAccessProps) {
  const { status } = access
  switch (status.kind) {
    case 'asking':
    case 'sending':
      return <FirstRequest access={access} />
    case 'waiting':
      return <AtApprover access={access} requestId={status.requestId} says={meanwhile} />
    case 'granted':
      return <TimeLeft key={status.requestId} access={access} />
    case 'refused':
    case 'ended':
      return null
  }
}
