import { expect, it } from 'vitest'
import type { ProfileList } from '#contract/sign-in.ts'
import { createProfileDirectory } from '#core/app/identity/profiles.ts'
import type { RoleCatalog } from '#core/app/identity/ports.ts'
import { ok } from '#domain/result.ts'
import { createManualClock } from './manual-clock.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const accounts = Array.from({ length: 70 }, (_, index) => ({
  accountId: String(111122220000 + index),
  accountName: `team-${index}`,
}))

async function listWith(kept: RoleCatalog | null) {
  const parts: ProfileList[] = []
  const token = { accessToken: 'a', expiresAt: Infinity, refreshToken: null, registration: null }
  const directory = createProfileDirectory({
    clock: createManualClock(),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    config: { read: async () => ({ sessions: [session], profiles: [], problems: [] }) },
    keeper: { valid: async () => ok(token), renewRefused: async () => ok(token) },
    portal: { listAccounts: async () => ok(accounts), listRoles: async () => ok(['Reader']) },
    catalogs: { read: async () => kept, write: async () => {}, remove: async () => {} },
    surroundings: { configFile: '~/.aws/config', region: null },
  })
  directory.onPart((part) => parts.push(part))
  const { profiles } = await directory.list()
  return { parts: parts.map((part) => part.profiles.length), profiles: profiles.length }
}

it('tells the beginning of a list before its end', async () => {
  expect(await listWith(null)).toEqual({ parts: [32, 64], profiles: 70 })
})

it('shows an old list at once while a new one is made, and no beginning in its place', async () => {
  const roles = accounts.slice(0, 50).map((account) => ({ ...account, roleName: 'Reader' }))
  expect(await listWith({ listedAt: -3_600_000, roles })).toEqual({ parts: [50], profiles: 70 })
})
