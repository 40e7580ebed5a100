import type { Messages } from '#words/messages.ts'
import { environmentName } from '#words/environment-name.ts'
import { formatAccountId } from '#words/format.ts'
import type { AccountLine, AccountRole } from './account-lines.ts'

/** What a role is called; what a profile without a permission set is. */
export function roleName({ profile }: AccountRole, words: Messages): string {
  return profile.roleName ?? words.accounts.page.kinds[profile.kind]
}

/** When an account was last used, as `now` sees it. */
export function usedWords({ usedAt }: AccountLine, words: Messages, now: number): string {
  const { page } = words.accounts
  if (usedAt === 'now') return page.now
  return usedAt === null ? page.never : page.ago(Math.max(0, now - usedAt))
}

/** The number in groups of four; empty where it is not known. */
export const numberOf = ({ accountId }: AccountLine): string => (accountId === null ? '' : formatAccountId(accountId))

export const environmentWords = ({ environment }: AccountLine, words: Messages): string =>
  environment === null ? words.accounts.page.notSet : environmentName(environment, words)

/** The whole line, read aloud. */
export function lineSentence(line: AccountLine, words: Messages, now: number): string {
  const { page } = words.accounts
  const parts = [
    line.title,
    numberOf(line),
    environmentWords(line, words),
    ...line.roles.map((role) => roleName(role, words)),
    line.tunnels === 0 ? '' : page.tunnels(line.tunnels),
    page.lastUsed(usedWords(line, words, now)),
  ]
  return parts.filter((part) => part !== '').join(words.listSeparator)
}
