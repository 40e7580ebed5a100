import { expect, it } from 'vitest'
import { createProfileStore } from '../../../renderer/app/profile-store.ts'
import { ok } from '#domain/result.ts'
import { createFakeContractClient } from '../../support/fake-contract-client.ts'
import { promised } from '../../support/promised.ts'
import { fixtureProfileList, fixtureProfiles } from '../../support/snapshot-fixtures.ts'

const partOf = (count: number) => fixtureProfileList({ profiles: fixtureProfiles.slice(0, count) })

it('shows what is known so far, takes nothing away for it, and hears nothing of it afterwards', async () => {
  const { promise, resolve } = promised<void>()
  const client = createFakeContractClient({
    'profile.list': async () => {
      await promise
      return ok(partOf(3))
    },
  })
  const store = createProfileStore(client)
  const shown = (): number => store.getState().profiles.length
  client.emit('profile.part', partOf(2))
  expect(shown()).toBe(0)
  const refreshed = store.refresh()
  client.emit('profile.part', partOf(2))
  client.emit('profile.part', partOf(1))
  expect([shown(), store.getState().asked]).toEqual([2, false])
  resolve()
  await refreshed
  expect([shown(), store.getState().asked]).toEqual([3, true])
  client.emit('profile.part', partOf(fixtureProfiles.length))
  expect(shown()).toBe(3)
})
