import { describe, expect, it } from 'vitest'
import { farListing } from '#contract/files.ts'
import { foundAs, type FileSide, type ListedFile } from '#relay/files/file-side.ts'
import { here } from '#relay/files/here.ts'
import { listFolder } from '#relay/files/listing.ts'

const listed = (name: string, size = 1, changedAt = 0): ListedFile => ({
  ...foundAs('file', size, changedAt),
  ...{ name, isLink: false, owner: null, isReadable: true },
})

/** A far end with one folder. */
const farSide = (entries: readonly ListedFile[]): FileSide => ({
  ...here,
  stat: async () => foundAs('folder', 0, 0),
  list: async () => entries,
})

describe('a folder that a hostile far end lists', () => {
  it('is told with sizes and times that can be none', async () => {
    const odd = [Number.NaN, Infinity, -1, 2 ** 64, 1.5]
    const entries = odd.map((number, index) => listed(String(index), number, number * 1_000))
    const listing = await listFolder(farSide(entries), '/', { by: 'home' })
    expect(farListing.parse(listing)).toEqual(listing)
    const most = Number.MAX_SAFE_INTEGER
    expect(listing.entries.map(({ size }) => size)).toEqual([0, most, 0, most, 1])
    expect(listing.entries.map(({ changedAt }) => changedAt)).toEqual([null, null, -1_000, null, 1_500])
  })

  it('leaves out, and counts, names that are too long to be told', async () => {
    const listing = await listFolder(farSide([listed('a'), listed('-'.repeat(5_000))]), '/', { by: 'home' })
    expect(farListing.parse(listing)).toMatchObject({ entries: [{ name: 'a' }], more: 1 })
  })

  it('is not there under a path that is too long', async () => {
    const at = { by: 'path', path: `/${'-'.repeat(4_000)}` } as const
    await expect(listFolder(farSide([]), '/', at)).rejects.toMatchObject({ problem: { code: 'FILE_GONE' } })
  })
})
