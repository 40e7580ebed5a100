import { expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import type { FarListing } from '#contract/files.ts'
import { createFakeContractClient } from '../../support/fake-contract-client.ts'
import { farEntryOf, fixtureFilesId } from '../../support/file-fixtures.ts'
import { createFileBrowser } from '../../../renderer/features/files/file-browser.ts'

const keyOf = (path: string): string => `key${path.replaceAll('/', '-')}`

const folder = (path: string, names: readonly string[], parent: string | null = null): FarListing => ({
  key: keyOf(path),
  path,
  parent,
  entries: names.map((name) => farEntryOf({ name, key: keyOf(`${path}${name}`) })),
  more: 0,
})
const root = folder('/', ['etc', 'srv'])
const etc = folder('/etc', ['hosts', 'passwd'], 'key-')

/** A browser over these folders, by their keys. */
function browserOf(...folders: readonly FarListing[]) {
  const client = createFakeContractClient({
    'files.list': ({ at }) => {
      const found = folders.find(({ key, path }) => (at.by === 'key' ? key === at.key : path === '/'))
      return found === undefined
        ? { ok: false, error: problemOf('FILE_GONE', { side: 'there', name: 'x' }) }
        : ok(found)
    },
  })
  return { client, browser: createFileBrowser(client, fixtureFilesId) }
}

it('shows what was asked for last, whichever answer comes last', async () => {
  let answer = (): void => {}
  const slow = new Promise<void>((resolve) => (answer = resolve))
  const client = createFakeContractClient({
    'files.list': async ({ at }) => {
      if (at.by === 'home') await slow
      return ok(at.by === 'home' ? root : etc)
    },
  })
  const browser = createFileBrowser(client, fixtureFilesId)
  const first = browser.go({ by: 'home' })
  await browser.go({ by: 'key', key: etc.key })
  answer()
  await first
  expect(browser.getState()).toMatchObject({ listing: { path: '/etc' }, isReading: false })
})

it('keeps the folder that is shown when another one cannot be read', async () => {
  const { browser } = browserOf(root)
  await browser.go({ by: 'home' })
  await browser.go({ by: 'key', key: 'elsewhere' })
  expect(browser.getState()).toMatchObject({ listing: { path: '/' }, problem: { code: 'FILE_GONE' } })
  await browser.go({ by: 'home' })
  expect(browser.getState().problem).toBeNull()
})

it('leads from a folder up onto its name', async () => {
  const { browser } = browserOf({ ...root, entries: [farEntryOf({ name: 'etc', key: etc.key })] }, etc)
  await browser.go({ by: 'key', key: etc.key })
  await browser.go({ by: 'key', key: 'key-' })
  expect(browser.getState().current).toBe(etc.key)
})

it('keeps what was chosen over a second reading, and not in another folder', async () => {
  const { browser } = browserOf(root, etc)
  await browser.go({ by: 'key', key: etc.key })
  browser.choose(etc.entries, 'on')
  await browser.go({ by: 'key', key: etc.key })
  expect([...browser.getState().chosen]).toEqual(['key-etchosts', 'key-etcpasswd'])
  browser.choose(etc.entries.slice(0, 1), 'off')
  expect([...browser.getState().chosen]).toEqual(['key-etcpasswd'])
  await browser.go({ by: 'home' })
  expect(browser.getState().chosen.size).toBe(0)
})

it('chooses nothing that cannot be fetched', async () => {
  const closed = farEntryOf({ name: 'core', closed: 'unreadable' })
  const { browser } = browserOf({ ...root, entries: [closed] })
  await browser.go({ by: 'home' })
  browser.choose([closed], 'on')
  expect(browser.getState().chosen.size).toBe(0)
})
