import { describe, expect, it } from 'vitest'
import type { ActivityEvent } from '#contract/activity.ts'
import type { FileSessionView, TransferView } from '#contract/files.ts'
import { recordTransfers } from '#core/app/activity/transfer-recorder.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fixtureFiles, transferOf } from '#test/support/file-fixtures.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const amount = (bytes: number) => ({ bytes, totalBytes: bytes, files: 1, totalFiles: 1 })
const same = (at: number, bytes: number): TransferView['status'] => ({
  kind: 'same',
  ...{ amount: amount(bytes), sha256: null, leftOut: 0, at },
})
const moving: TransferView['status'] = { kind: 'moving', amount: amount(10), rate: null }

function stage(...before: readonly TransferView[]) {
  const clock = new ManualClock()
  const [changes, removals] = [createListeners<FileSessionView>(), createListeners<string>()]
  const noted: ActivityEvent[] = []
  const viewOf = (transfers: readonly TransferView[]): FileSessionView => fixtureFiles(0, { transfers: [...transfers] })
  const stop = recordTransfers({
    files: { views: () => [viewOf(before)], onChange: changes.subscribe, onRemoved: removals.subscribe },
    signIns: { views: () => [] },
    activity: { note: (event) => void noted.push(event) },
    clock,
  })
  const become = (...transfers: readonly TransferView[]): void => changes.tell(viewOf(transfers))
  return { clock, noted, become, stop, listeners: () => changes.size() + removals.size() }
}

describe('transfers in the history', () => {
  it('are one event for those that end in a row, with what they carried, and no name of a file', () => {
    const { clock, noted, become } = stage()
    const first = transferOf(0, { name: 'payroll.csv', status: moving })
    become(first)
    expect(clock.pending).toBe(0)
    become({ ...first, status: same(5, 100) })
    become({ ...first, status: same(5, 100) }, transferOf(1, { name: 'b.csv', status: same(6, 20) }))
    clock.pass(2_000)
    expect(noted).toMatchObject([
      { kind: 'files-received', subject: { of: 'files' }, connections: 2, bytesIn: 120, bytesOut: 0, problem: null },
    ])
    expect(JSON.stringify(noted)).not.toContain('payroll')
  })

  it('tell what was sent, what failed and what was not the same apart', () => {
    const { clock, noted, become } = stage()
    const problem = problemOf('DISK_FULL', { side: 'there', name: 'x' })
    become(
      transferOf(0, { name: 'a', direction: 'up', status: same(1, 7) }),
      transferOf(1, { name: 'b', direction: 'up', status: { kind: 'failed', problem, at: 2 } }),
      transferOf(2, { name: 'c', status: { kind: 'not-same', file: 'c', at: 3 } }),
    )
    clock.pass(2_000)
    expect(noted.map(({ kind, bytesOut, problem: why }) => [kind, bytesOut, why?.code ?? null])).toEqual([
      ['files-sent', 7, null],
      ['files-sent', 0, 'DISK_FULL'],
      ['files-not-same', 0, null],
    ])
  })

  it('tell of a second try, and not of what was over before; what is held back is told at the end', () => {
    const over = transferOf(0, { name: 'a', status: same(1, 7) })
    const { noted, become, stop, listeners } = stage(over)
    become(over)
    become({ ...over, status: moving })
    become({ ...over, status: same(9, 8) })
    expect(noted).toEqual([])
    stop()
    expect(noted).toMatchObject([{ bytesIn: 8, connections: 1 }])
    expect(listeners()).toBe(0)
  })
})
