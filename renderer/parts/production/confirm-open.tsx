import './questions.css'
import '../../ui/question.css'
import { useId, useRef, useState } from 'react'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ShellRequest } from '#contract/shells.ts'
import { environmentOf } from '#domain/environments.ts'
import { listedProfile } from '#domain/profile/profile.ts'
import { formatAccountId } from '#words/format.ts'
import { targetWordsOf } from '#words/target-words.ts'
import { useLanguage, useProfiles, useSnapshot, useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { EnvironmentMark } from '../tunnel/tunnel-marks.tsx'

/** Where something is to be opened. */
type OpenedPlace = Pick<ShellRequest, 'profile' | 'target' | 'name' | 'environment'>

interface ConfirmOpenProps {
  readonly request: OpenedPlace
  /** What is to be opened there; a shell unless said. */
  readonly opens?: 'shell' | 'files'
  /** As the account is called. */
  readonly account: string
  readonly onAgree: (agreement: Exclude<ProductionAgreement, 'none'>) => void
  readonly onCancel: () => void
}

/** Id or container of what is to be opened. */
function targetText({ target }: OpenedPlace): string {
  if (target.on === 'node') return target.id
  return target.on === 'container' ? `${target.cluster} / ${target.container}` : ''
}

/** Number of the account and the role in it, as far as they are known. */
function usePlaceFacts({ profile }: OpenedPlace): { readonly number: string | null; readonly role: string | null } {
  const listed = listedProfile(
    profile,
    useProfiles((state) => state.profiles),
  )
  if (profile.type === 'sso') return { number: profile.accountId, role: profile.roleName }
  return { number: listed?.accountId ?? null, role: listed?.roleName ?? null }
}

function Facts({ request, opens, account }: Pick<ConfirmOpenProps, 'request' | 'opens' | 'account'>) {
  const { confirm } = targetWordsOf(useLanguage())
  const { environments } = useSnapshot()
  const { number, role } = usePlaceFacts(request)
  const { environment } = request
  return (
    <dl className="open-facts">
      <dt>{confirm.target}</dt>
      <dd>
        <b>{request.name}</b>
        <span className="mono trunc">{targetText(request)}</span>
      </dd>
      <dt>{confirm.account}</dt>
      <dd>
        {environment === null ? null : <EnvironmentMark environment={environmentOf(environments, environment)} />}
        <span className="trunc">{account}</span>
        {number === null || number === account ? null : <span className="num t3">{formatAccountId(number)}</span>}
      </dd>
      {role === null ? null : (
        <>
          <dt>{confirm.as}</dt>
          <dd>
            {opens === 'files' ? null : confirm.usual}
            <span className="t3 trunc">{confirm.by(role)}</span>
          </dd>
        </>
      )}
    </dl>
  )
}

/** Asks before a shell, or files, are opened on production; the safe button has the focus. */
export function ConfirmOpen({ request, opens = 'shell', account, onAgree, onCancel }: ConfirmOpenProps) {
  const words = useWords()
  const { confirm } = targetWordsOf(useLanguage())
  const say = opens === 'files' ? confirm.files : confirm
  const safe = useRef<HTMLButtonElement>(null)
  const [forToday, setForToday] = useState(false)
  const box = useId()
  return (
    <Sheet label={say.title} size="question" role="alertdialog" care="" initialFocus={safe} onClose={onCancel}>
      <div className="question-body">
        <h2 className="sheet-title">{say.title}</h2>
        <p>{say.text}</p>
        <Facts request={request} opens={opens} account={account} />
        <label className="open-again" htmlFor={box}>
          <Checkbox id={box} checked={forToday} onChange={setForToday} />
          {confirm.notAgain(account)}
        </label>
      </div>
      <div className="question-actions">
        <Button ref={safe} shortcut="esc" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button variant="primary" onClick={() => onAgree(forToday ? 'today' : 'once')}>
          {say.open}
        </Button>
      </div>
    </Sheet>
  )
}
