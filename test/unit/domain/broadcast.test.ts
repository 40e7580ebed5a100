import { expect, test } from 'vitest'
import {
  broadcastNext,
  broadcastOff,
  hearersOf,
  quietLimitMs,
  type Broadcast,
  type BroadcastEvent,
  type BroadcastPane,
} from '#domain/broadcast/broadcast.ts'

const pane = (id: string, more: Partial<BroadcastPane> = {}): BroadcastPane => ({
  id,
  isProduction: false,
  isOpen: true,
  ...more,
})
const production = pane('p', { isProduction: true })
const started = (at = 0): BroadcastEvent => ({
  type: 'started',
  tab: 't',
  panes: [pane('a'), pane('b'), pane('over', { isOpen: false }), production],
  at,
})
const after = (...events: readonly BroadcastEvent[]): Broadcast => events.reduce(broadcastNext, broadcastOff)

test('starts with what is open, and without production', () => {
  expect(after(started())).toEqual({ kind: 'on', tab: 't', hears: ['a', 'b'], confirmed: [], usedAt: 0 })
})

test('sends what is typed in a pane that hears to all of them, and what is typed elsewhere nowhere else', () => {
  expect(hearersOf(after(started()), 'b')).toEqual(['a', 'b'])
  expect(hearersOf(after(started()), 'p')).toEqual(['p'])
  expect(hearersOf(broadcastOff, 'a')).toEqual(['a'])
})

test('lets production join by its own box alone, once it was asked about', () => {
  const join = (confirmed: boolean): BroadcastEvent => ({ type: 'joined', pane: production, confirmed, at: 1 })
  expect(hearersOf(after(started(), join(false)), 'a')).toEqual(['a', 'b'])
  expect(hearersOf(after(started(), join(true)), 'a')).toEqual(['a', 'b', 'p'])
  expect(hearersOf(after(started(), join(true), { type: 'left', pane: 'p' }), 'a')).toEqual(['a', 'b'])
  expect(after(join(true))).toEqual(broadcastOff)
})

test('is left by what has become production meanwhile, and by what takes no keys, but not by what was asked about', () => {
  const join: BroadcastEvent = { type: 'joined', pane: production, confirmed: true, at: 1 }
  const settled = (...panes: readonly BroadcastPane[]): BroadcastEvent => ({ type: 'settled', panes })
  const before = after(started(), join)
  expect(broadcastNext(before, settled(pane('a'), pane('b'), production))).toBe(before)
  const nowProduction = settled(pane('a', { isProduction: true }), pane('b'), production)
  expect(hearersOf(broadcastNext(before, nowProduction), 'b')).toEqual(['b', 'p'])
  expect(hearersOf(broadcastNext(before, settled(pane('a'), pane('b', { isOpen: false }))), 'a')).toEqual(['a'])
})

test('asks about production again once it left, or was something else for a while', () => {
  const join: BroadcastEvent = { type: 'joined', pane: production, confirmed: true, at: 1 }
  const notProduction: BroadcastEvent = { type: 'settled', panes: [pane('a'), pane('b'), pane('p')] }
  const isAgain: BroadcastEvent = { type: 'settled', panes: [pane('a'), pane('b'), production] }
  expect(hearersOf(after(started(), join, notProduction, isAgain), 'a')).toEqual(['a', 'b'])
  const rejoined: BroadcastEvent = { type: 'joined', pane: pane('p'), confirmed: false, at: 2 }
  expect(hearersOf(after(started(), join, { type: 'left', pane: 'p' }, rejoined, isAgain), 'a')).toEqual(['a', 'b'])
})

test('takes no pane whose shell takes no keys, and none twice', () => {
  const again: BroadcastEvent = { type: 'joined', pane: pane('a'), confirmed: false, at: 1 }
  const over: BroadcastEvent = { type: 'joined', pane: pane('over', { isOpen: false }), confirmed: true, at: 1 }
  expect(after(started(), again, over)).toMatchObject({ hears: ['a', 'b'] })
})

test('ends with the tab, with sleep, and when it is stopped', () => {
  for (const event of [
    { type: 'tab-shown', tab: 'u' },
    { type: 'tab-shown', tab: null },
    { type: 'slept' },
    { type: 'stopped' },
  ] as const)
    expect(after(started(), event), event.type).toEqual(broadcastOff)
  expect(after(started(), { type: 'tab-shown', tab: 't' })).toMatchObject({ kind: 'on' })
})

test('ends ten minutes after somebody typed last', () => {
  const typed: BroadcastEvent = { type: 'typed', at: 60_000 }
  expect(after(started(), typed, { type: 'tick', at: 60_000 + quietLimitMs - 1 })).toMatchObject({ kind: 'on' })
  expect(after(started(), typed, { type: 'tick', at: 60_000 + quietLimitMs })).toEqual(broadcastOff)
})
