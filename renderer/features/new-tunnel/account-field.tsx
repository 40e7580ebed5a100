import { useMemo, type ReactNode } from 'react'
import type { ProfileView } from '#contract/sign-in.ts'
import type { ProfileEntry } from '#domain/profile/profile-entries.ts'
import { formatAccountId } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { problemText } from '#words/problem-text.ts'
import { profileKey } from '../../app/profile-store.ts'
import { useProfiles, useServices, useSnapshot, useView, useWords } from '../../app/services.ts'
import { isLeftOut } from '../../parts/account/left-out.ts'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'
import { Field, type Help } from '../../ui/field.tsx'
import type { SearchGroup, SearchOption } from '../../ui/search-groups.ts'
import { SearchSelect } from '../../ui/search-select.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { accountGroups, type AccountGroup } from './account-groups.ts'
import { problemHelp } from './problem-help.ts'
import type { TunnelForm } from './use-tunnel-form.ts'

function AccountLabel({ entry, note }: { readonly entry: ProfileEntry; readonly note: string }) {
  const { title, roleName, accountId } = entry.profile
  const number = accountId === null ? '' : formatAccountId(accountId)
  return (
    <span className="option account-option">
      <span className="trunc">{title}</span>
      {roleName === null ? null : <span className="t3 trunc">{roleName}</span>}
      <span className="account-facts num">{[note, number].filter((part) => part !== '').join('  ')}</span>
    </span>
  )
}

/** What is searched: names, role, number in both spellings, organisation. */
function searched({ profile, alsoNamed }: ProfileEntry): string {
  const { title, roleName, accountId, signIn } = profile
  const number = accountId === null ? '' : `${accountId} ${formatAccountId(accountId)}`
  return [title, roleName, number, signIn, ...alsoNamed].join(' ').toLowerCase()
}

function optionOf(entry: ProfileEntry, note: string): SearchOption {
  const label = <AccountLabel entry={entry} note={note} />
  return { value: profileKey(entry.profile.ref), text: searched(entry), label }
}

function groupLabel(group: AccountGroup, file: string, words: Messages): ReactNode {
  if (group.kind === 'recent') return words.form.lastUsed
  if (group.kind === 'file') return file
  const { session, status } = group.signIn
  const state = status.kind === 'signed-in' ? [] : [words.signIn.identity.signedOut]
  return [organisationName(session), ...state].join(words.listSeparator)
}

function searchGroup(group: AccountGroup, file: string, words: Messages): SearchGroup {
  const noteOf = ({ profile, alsoNamed }: ProfileEntry): string =>
    group.kind === 'recent' ? (profile.signIn ?? '') : alsoNamed.length === 0 ? '' : words.form.alsoNamed(alsoNamed)
  const name = group.kind === 'sign-in' ? `sign-in ${group.signIn.session.name}` : group.kind
  const items = group.entries.map((entry) => optionOf(entry, noteOf(entry)))
  return { name, label: groupLabel(group, file, words), items }
}

/** Profiles that cannot be used, each with the reason and the line. */
function brokenGroup(profiles: readonly ProfileView[], words: Messages): readonly SearchGroup[] {
  const items = profiles.flatMap(({ ref, title, problem }) => {
    if (problem === null) return []
    const label = (
      <span className="option account-option">
        <StateGlyph glyph="failed" size={12} />
        <span className="broken-reason">{problemText(problem, words, {}).sentence}</span>
      </span>
    )
    return [{ value: profileKey(ref), text: title.toLowerCase(), label, disabled: true }]
  })
  return items.length === 0 ? [] : [{ name: 'broken', label: words.form.brokenProfiles, items }]
}

function useAccountGroups(form: TunnelForm): readonly SearchGroup[] {
  const words = useWords()
  const { signIns, tunnels } = useSnapshot()
  const file = useProfiles((state) => state.file)
  const recent = useView((state) => state.recentProfiles)
  const leftOut = useView((state) => state.leftOut)
  const { profiles, values } = form
  return useMemo(() => {
    const sources = { profiles, signIns, tunnels, recent, leftOut, chosen: values.profile }
    const groups = accountGroups(sources).map((group) => searchGroup(group, file, words))
    return [...groups, ...brokenGroup(profiles, words)]
  }, [profiles, signIns, tunnels, recent, leftOut, values.profile, file, words])
}

/** Brings back what was left out in the first run. */
function LeftOut({ profiles }: { readonly profiles: readonly ProfileView[] }) {
  const words = useWords()
  const { view } = useServices()
  const leftOut = useView((state) => state.leftOut)
  const count = profiles.filter((profile) => profile.problem === null && isLeftOut(profile, leftOut)).length
  if (count === 0) return null
  return (
    <div className="search-note">
      {words.form.leftOut(count)}{' '}
      <button type="button" className="link" onClick={() => view.setState({ leftOut: [] })}>
        {words.form.showLeftOut}
      </button>
    </div>
  )
}

/** What to say below the field: what is wrong with the choice, why there is nothing to choose, what is wrong with the files. */
function useAccountHelp(form: TunnelForm): Help | null {
  const words = useWords()
  const { signIns } = useSnapshot()
  const wrong = problemHelp(form, 'profile', words)
  if (wrong !== null) return wrong
  const usable = form.profiles.some(({ problem }) => problem === null)
  const signedIn = signIns.find(({ status }) => status.kind === 'signed-in')
  if (!usable && signedIn !== undefined && form.profileProblems.length === 0)
    return { tone: 'warn', text: words.accounts.none.sentence(organisationName(signedIn.session)) }
  if (!usable) return { tone: 'plain', text: words.form.noAccounts }
  // What is wrong with one profile stands with it, in the list.
  const [told] = form.profileProblems.filter(
    (problem) => problem.code !== 'PROFILE_INVALID' || problem.details.profile === undefined,
  )
  return told === undefined ? null : { tone: 'warn', text: problemText(told, words, {}).sentence }
}

/** Which account and role the tunnel is used with. */
export function AccountField({ form }: { readonly form: TunnelForm }) {
  const words = useWords()
  const groups = useAccountGroups(form)
  const { profile } = form
  const chosen =
    profile === null ? null : (
      <span className="option">
        {profile.title}
        {profile.roleName === null ? null : <span className="t3">{profile.roleName}</span>}
      </span>
    )
  return (
    <Field label={words.form.account} help={useAccountHelp(form)}>
      {(ids) => (
        <SearchSelect
          id={ids.control}
          value={form.values.profile === '' ? null : form.values.profile}
          chosen={chosen}
          groups={groups}
          placeholder={words.form.chooseAccount}
          words={words.form.search}
          footer={<LeftOut profiles={form.profiles} />}
          describedBy={ids.help}
          invalid={form.problems.profile !== undefined}
          onChange={(value) => form.change({ profile: value })}
        />
      )}
    </Field>
  )
}
