import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { PortalAccount, PortalPort, RoleCatalog } from './ports.ts'

/** Parallel ListAccountRoles calls; the portal answers 429 to more in large organisations. */
const parallelRoleLists = 5
/** As many accounts fill a window; what is known so far is told at this number, and each time that it has doubled. */
const firstTold = 32

/** Lists accounts and roles of portals: what somebody looks for before the rest. */
export interface RoleListing {
  /** Asks about accounts whose name or number has this text first, here and in what is being listed; empty for none. */
  seek(text: string): void
  /** `told` hears what is known so far: a few times, and once all that is sought is in it. */
  list(session: SsoSession, accessToken: string, told: (part: RoleCatalog) => void): Promise<Result<RoleCatalog>>
}

interface RoleListingDeps {
  readonly clock: Clock
  readonly portal: Pick<PortalPort, 'listAccounts' | 'listRoles'>
}

export function createRoleListing({ clock, portal }: RoleListingDeps): RoleListing {
  const rounds = new Set<Round>()
  let sought = ''
  return {
    seek(text) {
      sought = text.trim().toLowerCase()
      for (const round of rounds) round.seek(sought)
    },
    async list(session, accessToken, told) {
      const accounts = await portal.listAccounts(session, accessToken)
      if (!accounts.ok) return accounts
      const ask = (id: string): ReturnType<PortalPort['listRoles']> => portal.listRoles(session, accessToken, id)
      const round = new Round(accounts.value, ask, (roles) => told({ listedAt: clock.now(), roles }))
      round.seek(sought)
      rounds.add(round)
      const roles = await round.run().finally(() => rounds.delete(round))
      return roles.ok ? ok({ listedAt: clock.now(), roles: roles.value }) : roles
    },
  }
}

type Roles = RoleCatalog['roles']

/** One portal's accounts, on their way to their roles. */
class Round {
  readonly #accounts: readonly PortalAccount[]
  readonly #ask: (accountId: string) => ReturnType<PortalPort['listRoles']>
  readonly #told: (roles: Roles) => void
  readonly #waiting: Set<PortalAccount>
  readonly #known = new Map<PortalAccount, readonly string[]>()
  #failed: Awaited<ReturnType<PortalPort['listRoles']>> | null = null
  #sought = ''
  #isFound = true
  #toldAt = firstTold

  constructor(
    accounts: readonly PortalAccount[],
    ask: (accountId: string) => ReturnType<PortalPort['listRoles']>,
    told: (roles: Roles) => void,
  ) {
    this.#accounts = accounts
    this.#ask = ask
    this.#told = told
    // As they stand in the window, so that what is seen comes first.
    this.#waiting = new Set(accounts.toSorted((a, b) => a.accountName.localeCompare(b.accountName)))
  }

  seek(text: string): void {
    this.#sought = text
    this.#isFound = text === ''
  }

  async run(): Promise<Result<Roles>> {
    await Promise.all(Array.from({ length: parallelRoleLists }, () => this.#work()))
    return this.#failed !== null && !this.#failed.ok ? this.#failed : ok(this.#roles())
  }

  async #work(): Promise<void> {
    for (let account = this.#next(); account !== null; account = this.#next()) {
      this.#waiting.delete(account)
      const names = await this.#ask(account.accountId)
      if (!names.ok) {
        this.#failed ??= names
        this.#waiting.clear()
        return
      }
      this.#known.set(account, names.value)
      this.#tell()
    }
  }

  #next(): PortalAccount | null {
    const [first = null] = this.#waiting
    if (this.#isFound) return first
    for (const account of this.#waiting) if (this.#isSought(account)) return account
    return first
  }

  #isSought({ accountId, accountName }: PortalAccount): boolean {
    return accountName.toLowerCase().includes(this.#sought) || accountId.includes(this.#sought)
  }

  #tell(): void {
    const { size } = this.#known
    if (size === this.#accounts.length) return
    const isFoundNow = !this.#isFound && this.#accounts.every((one) => this.#known.has(one) || !this.#isSought(one))
    if (isFoundNow) this.#isFound = true
    if (!isFoundNow && size < this.#toldAt) return
    while (this.#toldAt <= size) this.#toldAt *= 2
    this.#told(this.#roles())
  }

  #roles(): Roles {
    return this.#accounts.flatMap((account) =>
      (this.#known.get(account) ?? []).map((roleName) => ({ ...account, roleName })),
    )
  }
}
