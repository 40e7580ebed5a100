import { expect, it } from 'vitest'
import type { RoleCatalog } from '#core/app/identity/ports.ts'
import { createRoleListing } from '#core/app/identity/role-listing.ts'
import { fail, ok } from '#domain/result.ts'
import { createManualClock, settle } from './manual-clock.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
/** `team-099` first: a portal has its accounts in an order of its own. */
const accounts = Array.from({ length: 100 }, (_, index) => {
  const number = String(99 - index).padStart(3, '0')
  return { accountId: `111122223${number}`, accountName: `team-${number}` }
})

/** A portal that answers one call at a time, when it is told to. */
function heldPortal() {
  const asked: string[] = []
  const waiting: (() => void)[] = []
  let most = 0
  let refusesAt = Infinity
  const listing = createRoleListing({
    clock: createManualClock(),
    portal: {
      listAccounts: async () => ok(accounts),
      async listRoles(_, __, accountId) {
        asked.push(accountId.slice(-3))
        const isRefused = asked.length > refusesAt
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          most = Math.max(most, waiting.length)
        })
        return isRefused ? fail('THROTTLED', {}) : ok(['Reader'])
      },
    },
  })
  const answer = async (calls: number): Promise<void> => {
    for (let call = 0; call < calls; call += 1) {
      await settle()
      waiting.shift()?.()
    }
    await settle()
  }
  const parts: RoleCatalog[] = []
  const begin = () => listing.list(session, 'token', (part) => parts.push(part))
  const refuseAfter = (calls: number): void => void (refusesAt = calls)
  return { listing, asked, answer, parts, begin, refuseAfter, most: () => most }
}

const namesIn = ({ roles }: RoleCatalog): readonly string[] => roles.map(({ accountName }) => accountName)

it('asks in the order of the window, five at once, and gives the portal’s own order in the end', async () => {
  const { answer, asked, begin, most } = heldPortal()
  const all = begin()
  await answer(100)
  expect(asked.slice(0, 3)).toEqual(['000', '001', '002'])
  expect(most()).toBe(5)
  const listed = await all
  expect(listed.ok && namesIn(listed.value)).toEqual(accounts.map(({ accountName }) => accountName))
})

it('tells what is known when a window is full of it, then each time that it has doubled, and never all', async () => {
  const { answer, begin, parts } = heldPortal()
  const all = begin()
  await answer(31)
  expect(parts).toEqual([])
  await answer(69)
  await all
  expect(parts.map(({ roles }) => roles.length)).toEqual([32, 64])
  expect(namesIn(parts[0]!)).toContain('team-031')
})

it('asks first about what is sought, and tells at once when that is there', async () => {
  const { answer, asked, begin, listing, parts } = heldPortal()
  const all = begin()
  await answer(1)
  listing.seek(' Team-09 ')
  await answer(15)
  expect(asked.slice(6, 16)).toEqual(['090', '091', '092', '093', '094', '095', '096', '097', '098', '099'])
  expect(parts).toHaveLength(1)
  expect(namesIn(parts[0]!)).toEqual(expect.arrayContaining(['team-090', 'team-099']))
  await answer(84)
  await all
  expect(parts.map(({ roles }) => roles.length)).toEqual([16, 32, 64])
})

it('finds an account by its number, and goes on where nothing has the text', async () => {
  const { answer, asked, begin, listing } = heldPortal()
  listing.seek('223077')
  const all = begin()
  await answer(1)
  expect(asked[0]).toBe('077')
  listing.seek('nobody')
  await answer(99)
  expect(await all).toMatchObject({ ok: true })
  expect(new Set(asked).size).toBe(100)
})

it('stops asking when the portal refuses', async () => {
  const { answer, asked, begin, refuseAfter } = heldPortal()
  refuseAfter(10)
  const all = begin()
  await answer(15)
  expect(await all).toMatchObject({ ok: false, error: { code: 'THROTTLED' } })
  expect(asked.length).toBeLessThanOrEqual(15)
})
