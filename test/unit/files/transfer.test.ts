import { describe, expect, test } from 'vitest'
import type { TransferNews } from '#contract/file-relay.ts'
import { partKeptMs } from '#contract/files.ts'
import { isOver, isReadyToRun, newTransfer, type TransferState } from '#domain/transfer/state.ts'
import { transferTransition, type TransferEvent } from '#domain/transfer/transition.ts'

const amount = { bytes: 10, totalBytes: 100, files: 0, totalFiles: 1 }
const at = 5_000

/** The state after events, and what the last of them wanted done. */
const after = (...events: readonly TransferEvent[]): { state: TransferState; effect: string } =>
  events.reduce<{ state: TransferState; effect: string }>(({ state }, event) => transferTransition(state, event, at), {
    state: newTransfer(),
    effect: 'none',
  })
const news = (told: TransferNews): TransferEvent => ({ type: 'news', news: told })
const turn: TransferEvent = { type: 'turn' }
const moving = news({ news: 'moving', amount, rate: 5, savedAs: 'x' })
const stopped = (why: 'asked' | 'lost') =>
  news({ news: 'stopped', why, amount, savedAs: 'x', part: '/d/.x.culvert-part' })

describe('a transfer', () => {
  test('waits, runs once, and tells what it moves', () => {
    expect(isReadyToRun(newTransfer())).toBe(true)
    expect(after(turn).effect).toBe('run')
    expect(after(turn, turn).effect).toBe('none')
    expect(after(turn, moving).state).toMatchObject({ status: { kind: 'moving', amount, rate: 5 }, savedAs: 'x' })
  })

  test('paused while it moves, it is stopped first and says later what is there', () => {
    expect(after(turn, moving, { type: 'pause' })).toMatchObject({
      effect: 'stop',
      state: { status: { kind: 'moving' } },
    })
    expect(after(turn, moving, { type: 'pause' }, { type: 'pause' }).effect).toBe('none')
    const { state } = after(turn, moving, { type: 'pause' }, stopped('asked'))
    expect(state.status).toEqual({ kind: 'paused', amount, why: 'person', keptUntil: at + partKeptMs })
    expect(state.plan).toMatchObject({ resume: { savedAs: 'x', files: 0 }, part: '/d/.x.culvert-part' })
    expect(isReadyToRun(state)).toBe(false)
  })

  test('goes on from where it stood', () => {
    const { state, effect } = after(turn, moving, stopped('lost'), { type: 'go-on' }, turn)
    expect(effect).toBe('run')
    expect(state.plan.resume).toEqual({ savedAs: 'x', files: 0 })
  })

  test('one that waits is paused at once', () => {
    expect(after({ type: 'pause' }).state.status).toMatchObject({ kind: 'paused', why: 'person' })
  })

  test('asks about what is there, and runs anew with the answer', () => {
    const exists = news({
      news: 'exists',
      existing: { kind: 'file', size: 3, changedAt: null },
      coming: { kind: 'file', size: 7, changedAt: 1 },
    })
    expect(after(turn, exists).state).toMatchObject({ status: { kind: 'asks' }, run: 'none' })
    const answered = after(turn, exists, { type: 'answer', answer: 'keep-both' })
    expect(answered.state).toMatchObject({ status: { kind: 'waits' }, plan: { onExisting: 'keep-both' } })
    expect(after({ type: 'answer', answer: 'overwrite' }).state.plan.onExisting).toBe('ask')
  })

  test.each([
    news({ news: 'same', amount, sha256: 'ab', leftOut: 0, savedAs: 'x' }),
    news({ news: 'not-same', file: 'x' }),
    news({ news: 'failed', problem: { code: 'DISK_FULL', details: { side: 'here', name: 'x' } } }),
  ])('is over once, and deaf to what comes late', (end) => {
    const { state } = after(turn, moving, end)
    expect(isOver(state)).toBe(true)
    for (const late of [moving, stopped('lost'), { type: 'pause' }, { type: 'go-on' }] as const)
      expect(transferTransition(state, late, at + 1)).toEqual({ state, effect: 'none' })
  })

  test('what was not the same begins anew when asked to, what was the same stays', () => {
    expect(after(turn, moving, news({ news: 'not-same', file: 'x' }), { type: 'retry' }).state).toMatchObject({
      status: { kind: 'waits' },
      plan: { resume: null },
    })
    const same = after(turn, news({ news: 'same', amount, sha256: null, leftOut: 0, savedAs: 'x' }))
    expect(transferTransition(same.state, { type: 'retry' }, at).state).toBe(same.state)
  })

  test('without its relay it stands still, and knows what was done', () => {
    const { state } = after(turn, moving, { type: 'relay-stopped' })
    expect(state).toMatchObject({ run: 'none', status: { kind: 'paused', why: 'lost', amount } })
    expect(state.plan.resume).toEqual({ savedAs: 'x', files: 0 })
  })
})
