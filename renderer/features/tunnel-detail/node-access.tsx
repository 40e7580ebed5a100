import './node-access.css'
import { useState, type FormEvent } from 'react'
import { longestReason, type NodeAccessView } from '#contract/node-access.ts'
import { timeLeft } from '#domain/node-access/access.ts'
import { formatTime } from '#words/format.ts'
import { problemText } from '#words/problem-text.ts'
import { spanText } from '#words/span.ts'
import { useNow } from '../../app/clock.ts'
import { useServices, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { HelpText, TextField } from '../../ui/field.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'

interface AccessProps {
  readonly access: NodeAccessView
}

/** The request, set into the route: why somebody wants the node, and the ticket that says so. */
function RequestForm({ access }: AccessProps) {
  const words = useWords()
  const { client } = useServices()
  const [reason, setReason] = useState('')
  const [ticket, setTicket] = useState('')
  const isSending = access.status.kind === 'sending'
  const refused = access.status.kind === 'asking' ? access.status.refused : null
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (reason.trim() !== '') void client.call('access.request', { id: access.id, reason, ticket })
  }
  return (
    <form className="access-form" onSubmit={send}>
      <div className="form-row">
        <TextField label={words.form.reason} value={reason} maxLength={longestReason - 66} onChange={setReason} />
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
        <Button size="small" onClick={() => void client.call('access.withdraw', { id: access.id })}>
          {words.access.cancel}
        </Button>
      </div>
    </form>
  )
}

function AtApprover({ access }: AccessProps) {
  const words = useWords()
  const { client } = useServices()
  const id = access.status.kind === 'waiting' ? access.status.requestId : ''
  return (
    <>
      {words.access.noHurry}
      <div className="access-left-line t3">
        <span className="mono">{words.access.copyId(id)}</span>
      </div>
      <div className="hop-fix-actions">
        <Button size="small" onClick={() => void client.call('access.withdraw', { id: access.id })}>
          {words.access.withdraw}
        </Button>
      </div>
    </>
  )
}

/** The granted time as it runs out, and that it ends soon. */
function TimeLeft({ access }: AccessProps) {
  const words = useWords()
  const now = useNow(1_000)
  const { status } = access
  const left = timeLeft(status, now)
  if (status.kind !== 'granted' || left === null) return null
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
      </div>
      {left.soon ? <HelpText help={{ tone: 'warn', text: words.access.endsSoon(spanText(words, left.ms)) }} /> : null}
    </div>
  )
}

/** What stands at the session of a route whose node is given out on request; nothing where that is over. */
export function NodeAccess({ access }: AccessProps) {
  switch (access.status.kind) {
    case 'asking':
    case 'sending':
      return <RequestForm access={access} />
    case 'waiting':
      return <AtApprover access={access} />
    case 'granted':
      return <TimeLeft access={access} />
    case 'refused':
    case 'ended':
      return null
  }
}
