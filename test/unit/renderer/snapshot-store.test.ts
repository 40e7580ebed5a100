import { sampleFailure } from '../../support/sample-problems.ts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ok } from '#domain/result.ts'
import type { Snapshot, SnapshotUpdate } from '#contract/snapshot.ts'
import { createSnapshotStore, type SnapshotStore } from '../../../renderer/app/snapshot-store.ts'
import { applyReport } from '../../../renderer/app/traffic.ts'
import { createFakeContractClient } from '../../support/fake-contract-client.ts'
import { fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'

const online = (revision: number, value: boolean): SnapshotUpdate => ({
  revision,
  change: { type: 'online', online: value },
})

/** A main whose answers are given one by one. */
function heldMain() {
  const client = createFakeContractClient()
  const asked: ((snapshot: Snapshot) => void)[] = []
  client.answer({ 'app.snapshot': () => new Promise((resolve) => asked.push((snapshot) => resolve(ok(snapshot)))) })
  const answer = async (snapshot: Snapshot): Promise<void> => {
    asked.shift()?.(snapshot)
    await vi.advanceTimersByTimeAsync(0)
  }
  return { client, answer, questions: () => client.inputsOf('app.snapshot').length }
}

describe('the projection of main', () => {
  let store: SnapshotStore | undefined
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    store?.dispose()
    vi.useRealTimers()
  })

  async function started(revision = 5) {
    const main = heldMain()
    const follows = createSnapshotStore(main.client)
    store = follows
    await vi.advanceTimersByTimeAsync(0)
    await main.answer(fixtureSnapshot({ revision }))
    return { ...main, state: () => follows.getState().snapshot }
  }

  test('asks once and applies updates in order', async () => {
    const main = await started()
    main.client.emit('snapshot.update', online(6, false))
    expect(main.state()).toMatchObject({ revision: 6, online: false })
    main.client.emit('snapshot.update', online(7, true))
    expect(main.state()).toMatchObject({ revision: 7, online: true })
    expect(main.questions()).toBe(1)
  })

  test('drops what it already knows', async () => {
    const main = await started()
    main.client.emit('snapshot.update', online(5, false))
    await vi.advanceTimersByTimeAsync(0)
    expect(main.state()).toMatchObject({ revision: 5, online: true })
    expect(main.questions()).toBe(1)
  })

  test('asks again on a gap and applies nothing before the answer', async () => {
    const main = await started()
    main.client.emit('snapshot.update', online(8, false))
    expect(main.state()?.revision).toBe(5)
    await vi.advanceTimersByTimeAsync(0)
    expect(main.questions()).toBe(2)
    await main.answer(fixtureSnapshot({ revision: 7 }))
    expect(main.state()).toMatchObject({ revision: 8, online: false })
  })

  test('asks again when the answer is still older than the gap', async () => {
    const main = await started()
    main.client.emit('snapshot.update', online(9, false))
    await vi.advanceTimersByTimeAsync(0)
    await main.answer(fixtureSnapshot({ revision: 6 }))
    expect(main.questions()).toBe(3)
    await main.answer(fixtureSnapshot({ revision: 9, online: false }))
    expect(main.state()).toMatchObject({ revision: 9, online: false })
    expect(main.questions()).toBe(3)
  })

  test('keeps updates that arrive before the first answer', async () => {
    const main = heldMain()
    const follows = createSnapshotStore(main.client)
    store = follows
    main.client.emit('snapshot.update', online(6, false))
    main.client.emit('snapshot.update', online(5, true))
    await vi.advanceTimersByTimeAsync(0)
    await main.answer(fixtureSnapshot({ revision: 5 }))
    expect(follows.getState().snapshot).toMatchObject({ revision: 6, online: false })
  })

  test('tries again when main does not answer', async () => {
    const client = createFakeContractClient({ 'app.snapshot': () => sampleFailure('INTERNAL') })
    const follows = createSnapshotStore(client)
    store = follows
    await vi.advanceTimersByTimeAsync(0)
    client.answer({ 'app.snapshot': () => ok(fixtureSnapshot()) })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(follows.getState().snapshot?.revision).toBe(1)
  })

  test('stops listening and asking when disposed', async () => {
    const client = createFakeContractClient({ 'app.snapshot': () => sampleFailure('INTERNAL') })
    const follows = createSnapshotStore(client)
    await vi.advanceTimersByTimeAsync(0)
    follows.dispose()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(client.inputsOf('app.snapshot')).toHaveLength(1)
    expect(client.listenerCount('snapshot.update')).toBe(0)
  })

  test('replaces, adds and removes tunnels and sign-ins', async () => {
    const main = await started(1)
    const stopped = fixtureTunnel(15432, { status: { kind: 'stopped' } })
    const added = { ...stopped, id: tunnelIdOf(1) }
    main.client.emit('snapshot.update', { revision: 2, change: { type: 'tunnel', tunnel: stopped } })
    main.client.emit('snapshot.update', { revision: 3, change: { type: 'tunnel', tunnel: added } })
    main.client.emit('snapshot.update', { revision: 4, change: { type: 'tunnel-removed', id: tunnelIdOf(13306) } })
    main.client.emit('snapshot.update', { revision: 5, change: { type: 'sign-in-removed', name: 'harborline' } })
    const state = main.state()
    expect(state?.tunnels).toHaveLength(13)
    expect(state?.tunnels[0]?.status.kind).toBe('stopped')
    expect(state?.tunnels.at(-1)?.id).toBe(tunnelIdOf(1))
    expect(state?.signIns).toEqual([])
  })
})

describe('traffic', () => {
  const id = tunnelIdOf(15432)
  const rates = (rateIn: number) => ({ bytesIn: 0, bytesOut: 0, rateIn, rateOut: 0 })

  test('keeps five minutes and forgets tunnels that are not armed any more', () => {
    let state = applyReport({ at: 0, tunnels: new Map() }, { at: 1_000, tunnels: { [id]: rates(10) } })
    for (let at = 2_000; at <= 400_000; at += 1_000) state = applyReport(state, { at, tunnels: { [id]: rates(10) } })
    const samples = state.tunnels.get(id)?.samples ?? []
    expect(samples).toHaveLength(300)
    expect(samples[0]?.at).toBe(101_000)
    expect(applyReport(state, { at: 401_000, tunnels: {} }).tunnels.size).toBe(0)
  })

  test('remembers when bytes moved last', () => {
    const moved = applyReport({ at: 0, tunnels: new Map() }, { at: 1_000, tunnels: { [id]: rates(10) } })
    const resting = applyReport(moved, { at: 2_000, tunnels: { [id]: rates(0) } })
    expect(resting.tunnels.get(id)?.movedAt).toBe(1_000)
  })
})
