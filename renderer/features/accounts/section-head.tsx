import { Building2, FileText } from 'lucide-react'
import { useActions } from '../../app/actions.ts'
import { useProfiles, useWords } from '../../app/services.ts'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'
import { SignInMark } from '../../parts/sign-in/sign-in-mark.tsx'
import { signInNeed } from '../../parts/sign-in/sign-in-need.ts'
import { signInText } from '../../parts/sign-in/sign-in-text.ts'
import { useUsedSignIns } from '../../parts/sign-in/used-sign-ins.ts'
import type { SignInView } from '#contract/sign-in.ts'
import { headHeight, type AccountSection } from './account-layout.ts'

/** Where the sign-in of an organisation stands, and the way to a new one. */
function SignInState({ signIn, now }: { readonly signIn: SignInView; readonly now: number }) {
  const words = useWords()
  const actions = useActions()
  const used = useUsedSignIns()
  const isUsed = used.has(signIn.session.name)
  const isOut = signInNeed(signIn, now) === 'signed-out'
  return (
    <>
      <span className="account-sign-in" data-tone={isOut && isUsed ? 'failed' : undefined}>
        <SignInMark signIn={signIn} isUsed={isUsed} now={now} />
        {signInText(signIn, words, now)}
      </span>
      {isOut ? (
        <button type="button" className="link link-tall" onClick={() => void actions.signIn(signIn.session.name)}>
          {words.signIn.identity.signIn}
        </button>
      ) : null}
    </>
  )
}

/** Its name and its address. */
function useTitle(section: AccountSection): { readonly title: string; readonly note: string } {
  const { accounts, form } = useWords()
  const { page } = accounts
  const file = useProfiles((state) => state.file)
  if (section.kind === 'broken') return { title: form.brokenProfiles, note: file }
  if (section.signIn === null) return { title: page.withoutSignIn, note: file }
  const { session } = section.signIn
  const address = session.startUrl.replace(/^https?:\/\//, '').replace(/\/start\/?#?\/?$/, '')
  return { title: organisationName(session), note: address }
}

interface SectionHeadProps {
  readonly section: AccountSection
  readonly rowIndex: number
  readonly isSearched: boolean
  readonly now: number
}

/** The head of an organisation, of the profiles without one, or of those that cannot be used. */
export function SectionHead({ section, rowIndex, isSearched, now }: SectionHeadProps) {
  const { page } = useWords().accounts
  const { title, note } = useTitle(section)
  const count = section.lines.length
  const Icon = section.kind === 'accounts' && section.signIn !== null ? Building2 : FileText
  return (
    <div className="list-head" role="row" aria-rowindex={rowIndex} style={{ height: headHeight }}>
      <div className="list-head-facts" role="gridcell">
        <Icon size={13} aria-hidden="true" />
        <b className="trunc">{title}</b>
        {note === '' ? null : <span className="mono trunc">{note}</span>}
        <span className="account-head-count num">
          {section.kind === 'accounts' && isSearched ? page.found(count, section.total) : page.count(count)}
        </span>
        <span className="grow" />
        {section.kind === 'accounts' && section.signIn !== null ? (
          <SignInState signIn={section.signIn} now={now} />
        ) : null}
      </div>
    </div>
  )
}
