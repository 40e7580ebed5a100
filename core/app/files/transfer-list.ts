import type { FileAsk, TransferNews, TransferRun } from '#contract/file-relay.ts'
import type { TransferView } from '#contract/files.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { isOver, isReadyToRun, newTransfer, type TransferState } from '#domain/transfer/state.ts'
import { transferTransition, type TransferEvent } from '#domain/transfer/transition.ts'

/** What is to be moved. `here` and `there` as in a {@link TransferRun}. */
export interface AskedTransfer extends Pick<TransferRun, 'direction' | 'here' | 'there'> {
  readonly what: TransferView['what']
  readonly name: string
  readonly farFolder: string
}

/** What was asked for at once. `answer`: what a person said of all of it that is in the way of something. */
interface Batch {
  answer: Answer | null
}

interface Entry extends AskedTransfer {
  readonly id: string
  readonly batch: Batch
  state: TransferState
}

interface TransferListDeps {
  readonly clock: Clock
  readonly newId: () => string
  ask(ask: FileAsk): void
  changed(): void
}

type Answer = 'overwrite' | 'keep-both' | 'skip'

/** The transfers of one file session: one moves, the others wait in the order in which they were asked for. */
export class TransferList {
  readonly #deps: TransferListDeps
  #entries: Entry[] = []
  #isOpen = false
  readonly #expiries = new Map<string, () => void>()
  /** Forgotten, and not yet said to stand still. */
  readonly #leaving = new Map<string, () => void>()

  constructor(deps: TransferListDeps) {
    this.#deps = deps
  }

  get size(): number {
    return this.#entries.length
  }

  find(id: string): Entry | null {
    return this.#entries.find((entry) => entry.id === id) ?? null
  }

  add(asked: readonly AskedTransfer[]): void {
    const batch: Batch = { answer: null }
    const fresh = asked.map((one) => ({ ...one, id: this.#deps.newId(), batch, state: newTransfer() }))
    this.#entries = [...this.#entries, ...fresh]
    this.#turn()
  }

  /** Files can be moved from now on; what stood still because they could not goes on. */
  opened(): void {
    this.#isOpen = true
    for (const entry of this.#entries) {
      const { status } = entry.state
      if (status.kind === 'paused' && status.why === 'lost') this.#step(entry, { type: 'go-on' })
    }
    this.#turn()
  }

  closed(): void {
    this.#isOpen = false
    this.#deps.changed()
  }

  relayStopped(): void {
    this.#isOpen = false
    for (const entry of this.#entries) this.#step(entry, { type: 'relay-stopped' })
    for (const settle of this.#leaving.values()) settle()
    this.#leaving.clear()
  }

  heard(id: string, news: TransferNews): void {
    const isEnd = !['counting', 'moving', 'checking', 'file'].includes(news.news)
    if (isEnd) this.#leaving.get(id)?.()
    if (isEnd) this.#leaving.delete(id)
    const entry = this.find(id)
    if (entry === null) return
    this.#step(entry, { type: 'news', news })
    const { answer } = entry.batch
    if (entry.state.status.kind === 'asks' && answer !== null) this.#answer(entry, answer)
    this.#turn()
  }

  pause(entry: Entry): void {
    this.#step(entry, { type: 'pause' })
    this.#turn()
  }

  goOn(entry: Entry): void {
    this.#step(entry, { type: 'go-on' })
    this.#turn()
  }

  retry(entry: Entry): void {
    this.#step(entry, { type: 'retry' })
    this.#turn()
  }

  answer(entry: Entry, answer: Answer, isForAll: boolean): void {
    const { batch } = entry
    if (isForAll) batch.answer = answer
    const isMeant = (one: Entry): boolean => one.batch === batch && one.state.status.kind === 'asks'
    const asking = isForAll ? this.#entries.filter(isMeant) : [entry]
    for (const one of asking) this.#answer(one, answer)
    this.#turn()
  }

  /** Forgets it; what there is of a file that is not whole is deleted. */
  cancel(entry: Entry): void {
    void this.#drop(entry)
    this.#turn()
  }

  clear(): void {
    for (const entry of this.#entries.filter(({ state }) => isOver(state))) void this.#drop(entry)
    this.#deps.changed()
  }

  /** Forgets all; settles when nothing moves any more. */
  async cancelAll(): Promise<void> {
    const stopped = this.#entries.map((entry) => this.#drop(entry))
    await Promise.all(stopped)
  }

  dispose(): void {
    for (const cancel of this.#expiries.values()) cancel()
    this.#expiries.clear()
  }

  views(): TransferView[] {
    const behind = this.#isOpen ? (this.#entries.find(({ state }) => state.run !== 'none')?.name ?? null) : null
    return this.#entries.map(({ id, direction, what, name, farFolder, state: { status, savedAs } }) => ({
      ...{ id, direction, what, name, farFolder, savedAs },
      status: status.kind === 'waits' ? { kind: 'waits', behind } : status,
    }))
  }

  #answer(entry: Entry, answer: Answer): void {
    if (answer === 'skip') void this.#drop(entry)
    else this.#step(entry, { type: 'answer', answer })
  }

  /** The first that waits moves, when nothing else does. */
  #turn(): void {
    const isBusy = this.#entries.some(({ state }) => state.run !== 'none')
    const next = this.#isOpen && !isBusy ? this.#entries.find(({ state }) => isReadyToRun(state)) : undefined
    if (next !== undefined) this.#step(next, { type: 'turn' })
    this.#deps.changed()
  }

  #step(entry: Entry, event: TransferEvent): void {
    const { state, effect } = transferTransition(entry.state, event, this.#deps.clock.now())
    Object.assign(entry, { state })
    this.#expiries.get(entry.id)?.()
    this.#expiries.delete(entry.id)
    if (state.status.kind === 'paused') this.#expireAt(entry, state.status.keptUntil)
    if (effect === 'run') this.#deps.ask({ do: 'move', run: runOf(entry) })
    if (effect === 'stop') this.#deps.ask({ do: 'stop', transferId: entry.id, part: 'keep' })
  }

  /** What nobody went on with is given up. */
  #expireAt(entry: Entry, at: number): void {
    const { clock } = this.#deps
    const cancel = clock.after(Math.max(0, at - clock.now()), () => this.cancel(entry))
    this.#expiries.set(entry.id, cancel)
  }

  #drop(entry: Entry): Promise<void> {
    const { id, direction, state } = entry
    this.#entries = this.#entries.filter((one) => one !== entry)
    this.#expiries.get(id)?.()
    this.#expiries.delete(id)
    const { part } = state.plan
    if (state.run === 'none' && part !== null && !isOver(state)) this.#deps.ask({ do: 'discard', direction, part })
    if (state.run === 'none') return Promise.resolve()
    this.#deps.ask({ do: 'stop', transferId: id, part: 'delete' })
    return new Promise((resolve) => this.#leaving.set(id, resolve))
  }
}

function runOf({ id, direction, here, there, state }: Entry): TransferRun {
  const { onExisting, resume } = state.plan
  return { transferId: id, direction, here, there, onExisting, resume }
}
