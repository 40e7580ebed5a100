import { useId, useRef, useState } from 'react'
import type { PlaceView } from '#contract/targets.ts'
import type { Environment } from '#contract/tunnel.ts'
import { formatAccountId } from '#words/format.ts'
import { useWords } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import type { Opening, PendingOpen } from './use-opening.ts'
import { useTargetWords } from './use-targets.ts'

interface ConfirmOpenProps {
  readonly pending: PendingOpen
  readonly place: PlaceView | null
  readonly environment: Environment | null
  readonly opening: Pick<Opening, 'agree' | 'cancel'>
}

/** Id or container of what is to be opened. */
function targetText({ request: { target } }: PendingOpen): string {
  if (target.on === 'node') return target.id
  return target.on === 'container' ? `${target.cluster} / ${target.container}` : ''
}

function Facts({ pending, place, environment }: Omit<ConfirmOpenProps, 'opening'>) {
  const { confirm } = useTargetWords()
  const account = place?.account ?? null
  const number = account === null || account.id === account.name ? null : account.id
  return (
    <dl className="open-facts">
      <dt>{confirm.target}</dt>
      <dd>
        <b>{pending.request.name}</b>
        <span className="mono trunc">{targetText(pending)}</span>
      </dd>
      <dt>{confirm.account}</dt>
      <dd>
        {environment === null ? null : <EnvironmentMark environment={environment} />}
        <span className="trunc">{account?.name ?? ''}</span>
        {number === null ? null : <span className="num t3">{formatAccountId(number)}</span>}
      </dd>
      {account === null || account.role === null ? null : (
        <>
          <dt>{confirm.as}</dt>
          <dd>
            {confirm.usual}
            <span className="t3 trunc">{confirm.by(account.role)}</span>
          </dd>
        </>
      )}
    </dl>
  )
}

/** Asks before a shell is opened on production; the safe button has the focus. */
export function ConfirmOpen({ pending, place, environment, opening }: ConfirmOpenProps) {
  const words = useWords()
  const { confirm } = useTargetWords()
  const safe = useRef<HTMLButtonElement>(null)
  const [forToday, setForToday] = useState(false)
  const box = useId()
  return (
    <Sheet
      label={confirm.title}
      size="question"
      role="alertdialog"
      care=""
      initialFocus={safe}
      onClose={opening.cancel}
    >
      <div className="question-body">
        <h2 className="sheet-title">{confirm.title}</h2>
        <p>{confirm.text}</p>
        <Facts pending={pending} place={place} environment={environment} />
        <label className="open-again" htmlFor={box}>
          <Checkbox id={box} checked={forToday} onChange={setForToday} />
          {confirm.notAgain(place?.account.name ?? pending.request.name)}
        </label>
      </div>
      <div className="question-actions">
        <Button ref={safe} shortcut="esc" onClick={opening.cancel}>
          {words.cancel}
        </Button>
        <Button variant="primary" onClick={() => opening.agree(forToday ? 'for-today' : 'once')}>
          {confirm.open}
        </Button>
      </div>
    </Sheet>
  )
}
