import type { ProfileView, SignInView } from '#contract/sign-in.ts'
import type { Problem } from '#contract/problem.ts'

/** An Identity Center that the config names, with what stands on it. */
export interface FoundOrganisation {
  readonly signIn: SignInView
  readonly profiles: number
  /** Accounts that these profiles lead into. */
  readonly accounts: number
}

/** What `~/.aws` has, as a first run shows it. */
export interface FoundSettings {
  readonly file: string
  /** Sections of the config, usable or not. */
  readonly profiles: number
  readonly organisations: readonly FoundOrganisation[]
  /** With a long-lived key in a file. */
  readonly keys: readonly string[]
  /** That get their credentials from elsewhere: a program, a role, the console's sign-in. */
  readonly others: readonly string[]
  readonly brokenNames: readonly string[]
  /** What is wrong, each with file and line: of profiles and of the files themselves. */
  readonly faults: readonly Problem[]
}

/** True for what keeps a profile or a file from being used; that another tool may read it otherwise is no such thing. */
function isFault(problem: Problem): boolean {
  return problem.code === 'PROFILE_INVALID' && problem.details.reason !== 'keys-unused'
}

/** What is needed of the list that main gives. */
export interface ReadList {
  readonly profiles: readonly ProfileView[]
  readonly problems: readonly Problem[]
  readonly file: string
}

export function foundSettings(list: ReadList, signIns: readonly SignInView[]): FoundSettings {
  const named = list.profiles.filter(({ ref }) => ref.type === 'named')
  const usable = named.filter(({ problem }) => problem === null)
  const namesOf = (profiles: readonly ProfileView[]): readonly string[] => profiles.map(({ title }) => title)
  const alone = usable.filter(({ signIn }) => signIn === null)
  return {
    file: list.file,
    profiles: named.length,
    organisations: signIns.map((signIn) => {
      const own = usable.filter((profile) => profile.signIn === signIn.session.name)
      return { signIn, profiles: own.length, accounts: new Set(own.map(({ accountId }) => accountId)).size }
    }),
    keys: namesOf(alone.filter(({ kind }) => kind === 'static')),
    others: namesOf(alone.filter(({ kind }) => kind !== 'static')),
    brokenNames: namesOf(named.filter(({ problem }) => problem !== null)),
    faults: list.problems.filter(isFault),
  }
}

/** True when there is nothing to show: neither settings nor what is wrong with them. */
export function isNothing({ organisations, keys, others, faults }: FoundSettings): boolean {
  return organisations.length + keys.length + others.length + faults.length === 0
}
