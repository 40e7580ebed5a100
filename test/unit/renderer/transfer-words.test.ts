import { describe, expect, it } from 'vitest'
import { farFileWordsOf } from '#words/far-file-words.ts'
import { messagesOf } from '#words/messages.ts'
import { fixtureTransfers, transferOf } from '../../support/file-fixtures.ts'
import { actsOf, transferLine, underWay } from '../../../renderer/features/files/transfer-words.ts'

const now = Date.UTC(2026, 10, 21, 14, 3)
const saying = { say: farFileWordsOf('en'), words: messagesOf('en'), now }
const lines = (language: 'en' | 'ja') =>
  fixtureTransfers(now).map((transfer) => {
    const { text, aside } = transferLine(transfer, { say: farFileWordsOf(language), words: messagesOf(language), now })
    return [transfer.name, text, aside]
  })

it('says each state of a transfer', () => {
  expect(lines('en')).toEqual([
    ['access.log', '114 of 184 MB', '2.4 MB/s, 30 s'],
    ['seed-2.sql.gz', 'Paused at 15 of 48 MB', 'Kept for 24 h'],
    ['orders.env', 'Same on both sides', 'sha256 9f31…c07e'],
    ['heap.hprof', 'Not the same, deleted here', ''],
    ['access.log.1', 'Waits for access.log', ''],
    ['core.21885', 'Not allowed', ''],
  ])
  expect(lines('ja')[1]).toEqual(['seed-2.sql.gz', '15 / 48 MB で一時停止', '24 時間保持'])
})

it('says one unit where both amounts have the same', () => {
  const text = (bytes: number, totalBytes: number): string => {
    const amount = { bytes, totalBytes, files: 0, totalFiles: 1 }
    return transferLine(transferOf(0, { name: 'a', status: { kind: 'moving', amount, rate: null } }), saying).text
  }
  expect(text(114e6, 184e6)).toBe('114 of 184 MB')
  expect(text(900e3, 184e6)).toBe('900 KB of 184 MB')
  expect(text(0, 0)).toBe('0 of 0 B')
})

it('says how many files of a folder are there, and what was left out of it', () => {
  const amount = { bytes: 10e6, totalBytes: 20e6, files: 3, totalFiles: 12 }
  const moving = transferOf(0, { name: 'logs', what: 'folder', status: { kind: 'moving', amount, rate: null } })
  expect(transferLine(moving, saying)).toMatchObject({ text: '10 of 20 MB, 3 of 12 files', aside: '' })
  const same = { kind: 'same', amount: { ...amount, files: 12 }, sha256: null, leftOut: 2, at: now } as const
  expect(transferLine(transferOf(0, { name: 'logs', what: 'folder', status: same }), saying)).toMatchObject({
    aside: '12 of 12 files',
    sentence: '2 left out (links, devices, or what was gone, changed or unreadable)',
  })
})

describe('what can be done', () => {
  it('fits the state', () => {
    expect(fixtureTransfers(now).map((transfer) => actsOf(transfer))).toEqual([
      ['pause', 'cancel'],
      ['goOn', 'cancel'],
      ['forget'],
      ['retry', 'forget'],
      ['cancel'],
      ['retry', 'forget'],
    ])
  })

  it('is nothing to go on with where that happens by itself', () => {
    const amount = { bytes: 1, totalBytes: 2, files: 0, totalFiles: 1 }
    const lost = { kind: 'paused', amount, why: 'lost', keptUntil: now } as const
    expect(actsOf(transferOf(0, { name: 'a', status: lost }))).toEqual(['cancel'])
  })
})

it('counts what is neither over nor paused as under way', () => {
  expect(underWay(fixtureTransfers(now))).toBe(2)
})
