import { describe, expect, it } from 'vitest'
import type { Favourite, TargetPlace, TargetUpdate, TargetView } from '#contract/targets.ts'
import { nothingKept, type KeptTargets } from '#core/app/targets/kept-targets.ts'
import { createTargets, type Targets } from '#core/app/targets/targets.ts'
import type { FoundTargets } from '#core/app/ports.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { ok } from '#domain/result.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { createManualClock, settle } from '../identity/manual-clock.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

const place = (number: number): TargetPlace => ({
  profile: { type: 'sso', session: 'harborline', accountId: String(number).padStart(12, '0'), roleName: 'Admin' },
  region: 'eu-west-1',
})

const node = (id: string): TargetView => ({
  target: { on: 'node', id },
  name: id,
  form: 'instance',
  service: null,
  system: 'linux',
  platform: null,
  agentVersion: null,
  address: null,
  tags: [],
  state: { kind: 'online', seenAt: 0 },
})

interface Read {
  readonly place: TargetPlace
  readonly signal: AbortSignal
  answer(found: FoundTargets): void
}

function stage(kept: KeptTargets = nothingKept) {
  const clock = createManualClock()
  const reads: Read[] = []
  const saved: KeptTargets[] = []
  const started: (readonly [TargetPlace, string])[] = []
  const updates: TargetUpdate[] = []
  const targets: Targets = createTargets({
    startInstance: async (at, id) => (started.push([at, id]), ok(undefined)),
    clock,
    log: silent,
    inventory: {
      read: (at, signal) => new Promise((answer) => reads.push({ place: at, signal, answer })),
    },
    profiles: { list: async () => ({ profiles: [], problems: [], file: '', region: null }) },
    store: {
      save: async (next) => {
        saved.push(next)
        return ok(undefined)
      },
    },
    kept,
    tunnels: () => [],
    environments: () => defaultEnvironments,
    recordings: () => ({}),
  })
  targets.onUpdate((update) => updates.push(update))
  return { clock, reads, saved, started, updates, targets }
}

const withPlaces = (count: number): KeptTargets => ({
  ...nothingKept,
  places: Array.from({ length: count }, (_, index) => place(index + 1)),
})

describe('the list of targets', () => {
  it('reads nothing unasked, a few places at a time, and each once', async () => {
    const { targets, reads } = stage(withPlaces(5))
    await targets.list('kept')
    expect(reads).toHaveLength(0)
    const { places } = await targets.list('stale')
    expect(places.map(({ reading }) => reading)).toEqual(Array.from({ length: 5 }, () => 'now'))
    await targets.list('stale')
    expect(reads).toHaveLength(3)
    reads[0]?.answer({ targets: [], problems: [] })
    await settle()
    expect(reads).toHaveLength(4)
  })

  it('tells what was found, keeps it for a minute, and shows it while it is read again', async () => {
    const { targets, reads, updates, clock } = stage(withPlaces(1))
    await targets.list('stale')
    reads[0]?.answer({ targets: [node('i-0ab3f29c81d7e4402')], problems: [] })
    await settle()
    expect(updates).toMatchObject([
      { type: 'place', place: { reading: 'done', targets: [{ name: 'i-0ab3f29c81d7e4402' }] } },
    ])
    await targets.list('stale')
    expect(reads).toHaveLength(1)
    await clock.advance(60_001)
    const { places } = await targets.list('stale')
    expect(places[0]).toMatchObject({ reading: 'now', targets: [{}], readAt: clock.now() - 60_001 })
    expect(reads).toHaveLength(2)
    reads[1]?.answer({ targets: [], problems: [sampleProblem('NETWORK_UNREACHABLE')] })
    await settle()
    expect((await targets.list('kept')).places[0]).toMatchObject({
      targets: [{ name: 'i-0ab3f29c81d7e4402' }],
      problems: [{ code: 'NETWORK_UNREACHABLE' }],
    })
  })

  it.each(['SIGN_IN_REQUIRED', 'MFA_CODE_REQUIRED'] as const)(
    'reads again what waited for a person, as soon as it is asked: %s',
    async (code) => {
      const { targets, reads } = stage(withPlaces(1))
      await targets.list('stale')
      reads[0]?.answer({ targets: [], problems: [sampleProblem(code)] })
      await settle()
      await targets.list('stale')
      expect(reads).toHaveLength(2)
    },
  )

  it('gives up what it reads, and hears no more of it', async () => {
    const { targets, reads, updates } = stage(withPlaces(5))
    await targets.list('stale')
    targets.stop()
    expect(reads.map(({ signal }) => signal.aborted)).toEqual([true, true, true])
    expect(updates.map((update) => update.type === 'place' && update.place.reading)).toEqual(
      Array.from({ length: 5 }, () => 'never'),
    )
    reads[0]?.answer({ targets: [node('i-0ab3f29c81d7e4402')], problems: [] })
    await settle()
    expect((await targets.list('kept')).places[0]?.targets).toEqual([])
    expect(reads).toHaveLength(3)
    await targets.list('stale')
    expect(reads).toHaveLength(6)
  })

  it('has at hand what was opened last: nodes by their id, containers by their service, rules not at all', async () => {
    const { targets, reads, updates } = stage(withPlaces(1))
    await targets.list('stale')
    const own = { on: 'container', cluster: 'platform', task: '9f2c', container: 'web' } as const
    reads[0]?.answer({
      targets: [{ ...node('i-0ab3f29c81d7e4402'), target: own, form: 'container', service: 'api', name: 'api' }],
      problems: [],
    })
    await settle()
    const document = { name: 'Harborline-FollowLog', parameters: { file: ['orders.log'], apiToken: ['s3cret'] } }
    await targets.opened(place(1), { on: 'node', id: 'i-0ab3f29c81d7e4402' }, 'bastion-a', document)
    await targets.opened(place(1), own, 'api')
    await targets.opened(place(1), { on: 'rule', rule: { by: 'id', id: 'i-0c7e41d8b5a90f236' } }, 'bastion')
    expect(targets.atHand().recent).toMatchObject([
      { favourite: { what: { on: 'service', service: 'api' }, name: 'api' }, account: '000000000001' },
      { favourite: { what: { on: 'node', id: 'i-0ab3f29c81d7e4402' } } },
    ])
    const byDocument = { name: 'Harborline-FollowLog', parameters: { file: ['orders.log'], apiToken: [] } }
    expect(targets.atHand().recent[1]?.favourite.document).toEqual(byDocument)
    const { recent } = await targets.list('kept')
    expect(recent.map(({ name }) => name)).toEqual(['api', 'bastion-a'])
    expect(updates.filter(({ type }) => type === 'recent').at(-1)).toEqual({ type: 'recent', recent })
  })

  it('keeps a favourite that gets a document in its place, without a value that is called like a secret', async () => {
    const one: Favourite = { place: place(1), what: { on: 'node', id: 'i-0000000000000000a' }, name: 'one' }
    const two: Favourite = { ...one, what: { on: 'node', id: 'i-0000000000000000b' }, name: 'two' }
    const { targets, saved } = stage({ ...nothingKept, favourites: [one, two] })
    const document = { name: 'Ops-Shell', parameters: { area: ['orders'], apiToken: ['s3cret'] } }
    await targets.star({ ...one, document }, 'on')
    expect(saved.at(-1)?.favourites).toEqual([
      { ...one, document: { name: 'Ops-Shell', parameters: { area: ['orders'], apiToken: [] } } },
      two,
    ])
  })

  it('shows an instance that was started as starting, and looks until its agent is there', async () => {
    const { targets, reads, updates, clock, started } = stage(withPlaces(1))
    const stopped: TargetView = { ...node('i-02a7b95d4e6c8f130'), state: { kind: 'closed', why: 'stopped' } }
    await targets.list('stale')
    reads[0]?.answer({ targets: [stopped], problems: [] })
    await settle()
    await targets.startInstance(place(1), 'i-02a7b95d4e6c8f130')
    expect(started).toEqual([[place(1), 'i-02a7b95d4e6c8f130']])
    const shown = () => updates.flatMap((update) => (update.type === 'place' ? update.place.targets : [])).at(-1)?.state
    expect(shown()).toEqual({ kind: 'closed', why: 'starting' })
    await clock.advance(5_000)
    reads[1]?.answer({ targets: [{ ...stopped, state: { kind: 'closed', why: 'not-registered' } }], problems: [] })
    await settle()
    expect(shown()).toEqual({ kind: 'closed', why: 'starting' })
    await clock.advance(5_000)
    reads[2]?.answer({ targets: [node('i-02a7b95d4e6c8f130')], problems: [] })
    await settle()
    expect(shown()).toEqual({ kind: 'online', seenAt: 0 })
    await clock.advance(60_000)
    expect(reads).toHaveLength(3)
  })
})
