import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ending } from '#contract/ending.ts'
import type { ShellView } from '#contract/shells.ts'
import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import { ok } from '#domain/result.ts'
import { outstandingOf } from '#domain/ending/outstanding.ts'
import { endingQuestion, type EndingAnswer } from '../../../main/system/ending-question.ts'
import { createEndingOrders, type EndingOrders } from '../../../main/tray/ending-orders.ts'
import { messagesOf } from '#words/messages.ts'
import { sampleShell } from '#test/support/sample-shell.ts'
import { fixtureFiles } from '#test/support/file-fixtures.ts'
import { fixtureSnapshot } from '#test/support/snapshot-fixtures.ts'

const now = new Date(2026, 0, 12, 14, 3).getTime()

/** The list with so many connections on its first two tunnels. */
function withOpen(...open: readonly number[]): Snapshot {
  const snapshot = fixtureSnapshot({}, now)
  const tunnels = snapshot.tunnels.map((tunnel, index): TunnelView => ({
    ...tunnel,
    clients: { open: open[index] ?? 0, waiting: 1 },
  }))
  return { ...snapshot, tunnels }
}

let snapshot: Snapshot
let answer: EndingAnswer | Promise<EndingAnswer>
let waits: ('begin' | 'cancel')[]
let late: () => void
let asked: string[]
let ended: { readonly what: string; readonly ending: Ending | undefined }[]
let orders: EndingOrders

beforeEach(() => {
  asked = []
  ended = []
  answer = 'keep'
  waits = []
  const end = (what: string) => async (_id: string, ending?: Ending) => {
    ended.push({ what, ending })
    return ok(undefined)
  }
  orders = createEndingOrders({
    supervisor: { disarm: end('disarm'), disconnect: end('disconnect') },
    snapshot: () => snapshot,
    quitWait: {
      begin: (told) => {
        late = told
        waits.push('begin')
      },
      cancel: () => void waits.push('cancel'),
    },
    ask: async (order, { tunnels, shells }) => {
      const open = tunnels.reduce((sum, { clients }) => sum + clients.open, 0)
      asked.push([order, open, ...shells.map(({ request }) => request.name)].join(' '))
      return await answer
    },
    quit: () => void ended.push({ what: 'quit', ending: undefined }),
  })
})

const first = (): string => snapshot.tunnels[0]!.id
const doors = {
  disarm: () => orders.disarm(first()),
  disconnect: () => orders.disconnect(first()),
  'stop-all': () => orders.stopAll(),
  quit: () => orders.quit(),
} as const

describe.each(Object.keys(doors) as (keyof typeof doors)[])('%s from outside the window', (order) => {
  it('asks once while connections are open, and does nothing unless it is agreed', async () => {
    snapshot = withOpen(3)
    await doors[order]()
    expect(asked).toEqual([`${order} 3`])
    expect(ended).toEqual([])
  })

  it('ends as many as were agreed to, and no more', async () => {
    snapshot = withOpen(3)
    answer = 'end'
    await doors[order]()
    expect(ended.length).toBeGreaterThan(0)
    if (order !== 'quit') expect(ended[0]?.ending).toEqual({ connections: 'end', atMost: 3 })
  })

  it('asks nobody where nothing but waiting clients would be lost', async () => {
    snapshot = withOpen()
    await doors[order]()
    expect(asked).toEqual([])
    expect(ended.length).toBeGreaterThan(0)
  })
})

describe('the question', () => {
  it('is asked once, however often the order is given meanwhile', async () => {
    snapshot = withOpen(1, 2)
    let say = (_answer: EndingAnswer): void => {}
    answer = new Promise((resolve) => (say = resolve))
    const quits = [orders.quit(), orders.quit(), orders.stopAll()]
    say('end')
    await Promise.all(quits)
    expect(asked).toEqual(['quit 3'])
    expect(ended.map(({ what }) => what)).toEqual(['quit'])
  })

  it('names each tunnel with its programs and how many connections, the safe answer first', () => {
    const { tunnels } = withOpen(2, 1)
    const { message, detail, buttons } = endingQuestion(
      'quit',
      { tunnels, shells: [], transfers: [] },
      messagesOf('en'),
    )
    expect(message).toBe('Quit Culvert? 3 connections are open.')
    expect(detail).toContain('orders-db writer: DataGrip (pid 41207), psql (pid 41208), 2 connections')
    expect(buttons.map(({ label }) => label)).toEqual(['Keep open', 'Quit when they finish', 'End 3 and quit'])
    expect(
      endingQuestion('disarm', { tunnels: tunnels.slice(0, 1), shells: [], transfers: [] }, messagesOf('ja')).message,
    ).toBe('orders-db writer を停止しますか？ 2 接続が開いています。')
  })

  it('quit asks for shells in which something may run, and for no others', async () => {
    const over: ShellView['status'] = { kind: 'closing', since: now }
    snapshot = { ...withOpen(0), shells: [sampleShell(), { ...sampleShell(), status: over }] }
    await orders.quit()
    await orders.stopAll()
    expect(asked).toEqual(['quit 0 bastion-a'])
    expect(ended.filter(({ what }) => what === 'quit')).toEqual([])
    snapshot = { ...snapshot, shells: [{ ...sampleShell(), status: over }] }
    await orders.quit()
    expect(ended.at(-1)?.what).toBe('quit')
  })

  it('names the shells, alone or below the tunnels', () => {
    const shells = [sampleShell()]
    const alone = endingQuestion('quit', { tunnels: [], shells, transfers: [] }, messagesOf('en'))
    expect(alone.message).toBe('Quit Culvert? 1 shell is open.')
    expect(alone.detail).toMatch(/^What runs in this shell is ended:\n\nbastion-a/)
    expect(alone.buttons.map(({ label }) => label)).toEqual(['Keep open', 'Quit when they finish', 'Quit'])
    const both = endingQuestion('quit', { tunnels: withOpen(2).tunnels, shells, transfers: [] }, messagesOf('en'))
    expect(both.message).toBe('Quit Culvert? 2 connections are open.')
    expect(both.detail).toMatch(/2 connections[\s\S]+What runs in this shell is ended:\n\nbastion-a/)
  })

  it('quit waits until they have ended, is asked again when that takes too long, and is taken back', async () => {
    snapshot = withOpen(3)
    answer = 'wait'
    await orders.quit()
    expect([waits, ended]).toEqual([['begin'], []])
    answer = 'keep'
    late()
    await vi.waitFor(() => expect(waits).toEqual(['begin', 'cancel']))
    expect(asked).toEqual(['quit 3', 'quit 3'])
    orders.keepRunning()
    expect(waits).toEqual(['begin', 'cancel', 'cancel'])
    expect(ended).toEqual([])
  })

  it('quit asks for files on their way and names them, and not for those that are paused or over', async () => {
    snapshot = { ...withOpen(0), files: [fixtureFiles(now)] }
    await orders.quit()
    expect(asked).toEqual(['quit 0'])
    const outstanding = outstandingOf(snapshot)
    expect(outstanding.transfers.length).toBeLessThan(snapshot.files[0]!.transfers.length)
    const { message, detail } = endingQuestion('quit', outstanding, messagesOf('en'))
    expect(message).toBe(`Quit Culvert? ${outstanding.transfers.length} transfers are not finished.`)
    for (const { transfer, target } of outstanding.transfers)
      expect(detail).toContain(`${transfer.name} ${transfer.direction === 'up' ? 'to' : 'from'} ${target}`)
  })
})
