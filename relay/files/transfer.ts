import type { TransferNews, TransferRun } from '#contract/file-relay.ts'
import type { NamedThing, TransferAmount } from '#contract/files.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { farPathOf } from '#domain/far-path/far-key.ts'
import { numberedName } from '#domain/far-path/local-name.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { copyFile, partOf, withOneMore, type FileCopied } from './copy-file.ts'
import { FileTrouble, isTroubleOf, SessionOver, sumOfBytes, type FileSide, type FoundFile } from './file-side.ts'
import { Rate } from './rate.ts'
import { planTransfer, type PlannedItem, type TransferPlan } from './transfer-plan.ts'
import { GivenUp, unlessOver } from './unless-over.ts'

/** Bytes that all files of a run may have over the sizes that were told: else a hundred thousand empty ones fill any disk. */
const mostOver = 16 * 1_024 * 1_024

/** How often progress is told, ms. */
const tellMs = 250

interface TransferOptions {
  readonly run: TransferRun
  readonly here: FileSide
  readonly there: FileSide
  readonly clock: Clock
  tell(news: TransferNews): void
}

const thingOf = ({ kind, size, changedAt }: FoundFile): NamedThing => ({
  kind,
  size: kind === 'file' ? size : null,
  changedAt,
})

type Ask = 'none' | 'keep' | 'delete'

/** One run of a transfer: counts, asks when something is in the way, copies file by file, and tells how it ended. */
export class Transfer {
  readonly #options: TransferOptions
  readonly #from: FileSide
  readonly #to: FileSide
  readonly #rate = new Rate()
  #amount: TransferAmount = { bytes: 0, totalBytes: 0, files: 0, totalFiles: 1 }
  #savedAs: string | null
  #part: string | null = null
  #asked: Ask = 'none'
  #isLost = false
  /** What is left of {@link mostOver}. */
  #mayExceed = mostOver
  readonly #over = new AbortController()
  #toldAt = -Infinity

  constructor(options: TransferOptions) {
    this.#options = options
    const isUp = options.run.direction === 'up'
    this.#from = isUp ? options.here : options.there
    this.#to = isUp ? options.there : options.here
    this.#savedAs = options.run.resume?.savedAs ?? null
  }

  /** Settles with the last news told; never rejects but for bugs. */
  async run(): Promise<void> {
    try {
      await this.#steps()
    } catch (error) {
      if (error instanceof SessionOver || this.#isLost) return this.#stopped('lost')
      if (error instanceof GivenUp) return await this.#given()
      if (!(error instanceof FileTrouble)) throw error
      await this.#dropPart()
      this.#options.tell({ news: 'failed', problem: error.problem })
    }
  }

  stop(part: 'keep' | 'delete'): void {
    this.#asked = part
    this.#over.abort()
  }

  /** The session is over; what is asked of it from now on fails. */
  lost(): void {
    this.#isLost = true
    this.#over.abort()
  }

  async #steps(): Promise<void> {
    const { run, tell } = this.#options
    tell({ news: 'counting' })
    const source = this.#path(run.direction === 'up' ? run.here : run.there, this.#from)
    const folder = this.#path(run.direction === 'up' ? run.there : run.here, this.#to)
    const over = this.#over.signal
    const counted = planTransfer({ from: this.#from, to: this.#to }, source, () => over.aborted)
    const plan = await unlessOver(counted, over)
    const target = await this.#target(folder, source, plan)
    if (target === null) return
    this.#savedAs = this.#to.nameOf(target)
    this.#amount = { bytes: 0, totalBytes: plan.totalBytes, files: 0, totalFiles: plan.files.length }
    this.#tellMoving()
    for (const item of plan.folders) {
      if (over.aborted) throw new GivenUp()
      await this.#to.makeFolder(this.#placeOf(target, item))
    }
    await this.#copyAll(plan, target)
  }

  #path(given: string, side: FileSide): string {
    if (side.side === 'here') return given
    const path = farPathOf(given)
    if (path === null) throw new FileTrouble(problemOf('FILE_GONE', { side: 'there', name: given.slice(0, 80) }))
    return path
  }

  /** Where it is to be; null when a person is asked first. */
  async #target(folder: string, source: string, plan: TransferPlan): Promise<string | null> {
    const { run } = this.#options
    const to = this.#to
    if (run.resume !== null) return to.join(folder, run.resume.savedAs)
    const name = to.ownName(this.#from.nameOf(source))
    const existing = await to.stat(to.join(folder, name))
    if (existing === null || run.onExisting === 'overwrite') return to.join(folder, name)
    if (run.onExisting === 'ask') {
      this.#asks(existing, (plan.folders[0] ?? plan.files[0])?.found ?? existing)
      return null
    }
    for (let number = 2; ; number += 1) {
      const other = to.join(folder, numberedName(name, number))
      if ((await to.stat(other)) === null) return other
    }
  }

  #asks(existing: FoundFile, coming: FoundFile): void {
    this.#options.tell({ news: 'exists', existing: thingOf(existing), coming: thingOf(coming) })
  }

  #placeOf(target: string, { ownNames }: PlannedItem): string {
    return ownNames.reduce((path, name) => this.#to.join(path, name), target)
  }

  async #copyAll(plan: TransferPlan, target: string): Promise<void> {
    let sha256: string | null = null
    let before = 0
    let { leftOut } = plan
    for (const item of plan.files) {
      const place = this.#placeOf(target, item)
      const copied = await this.#copyUnlessLost(item, place, before)
      if (copied === 'left-out') {
        leftOut += 1
        continue
      }
      if (copied?.kind === 'not-same') {
        const file = item.names.at(-1) ?? this.#from.nameOf(item.from)
        return this.#options.tell({ news: 'not-same', file })
      }
      if (copied?.kind === 'exists') return this.#asks(copied.existing, item.found)
      if (copied?.kind === 'stopped') return await this.#given()
      this.#part = null
      sha256 = copied?.sha256 ?? sha256
      if (copied !== null) this.#tellFile(target, item, copied.sha256)
      before = sumOfBytes(before, item.found.size)
      this.#amount = { ...this.#amount, bytes: before, files: this.#amount.files + 1 }
    }
    const isOne = plan.folders.length === 0
    const done = { amount: this.#amount, sha256: isOne ? sha256 : null, leftOut, savedAs: this.#to.nameOf(target) }
    this.#options.tell({ news: 'same', ...done })
  }

  #tellFile(target: string, { ownNames, found }: PlannedItem, sha256: string): void {
    const name = [this.#to.nameOf(target), ...ownNames].join('/')
    this.#options.tell({ news: 'file', name, bytes: found.size, sha256 })
  }

  /** Null when it is there already. In a folder one file less is no reason to leave the others; a place that takes none is. */
  async #copyUnlessLost(item: PlannedItem, place: string, before: number): Promise<FileCopied | null | 'left-out'> {
    try {
      return (await this.#isDone(item, place)) ? null : await this.#copy(item, place, before)
    } catch (error) {
      if (item.names.length === 0 || !isTroubleOf(error, this.#from)) throw error
      await this.#dropPart()
      return 'left-out'
    }
  }

  /** A file of a folder that an earlier run has brought: by its content, for the folder may be another one by now. */
  async #isDone({ from, found, names }: PlannedItem, place: string): Promise<boolean> {
    if (this.#options.run.resume === null || names.length === 0) return false
    const there = await this.#to.stat(place)
    if (there?.kind !== 'file' || there.size !== found.size) return false
    const over = this.#over.signal
    const bytes = withOneMore(found.size)
    const sums = Promise.all([this.#from.sha256(from, bytes, over), this.#to.sha256(place, bytes, over)])
    const [one, other] = await unlessOver(sums, over)
    return one === other
  }

  async #copy(item: PlannedItem, target: string, before: number): Promise<FileCopied> {
    this.#part = partOf(this.#to, target)
    const mayExceed = this.#mayExceed
    return await copyFile({
      from: this.#from,
      to: this.#to,
      source: item.from,
      found: item.found,
      target,
      mayResume: this.#options.run.resume !== null,
      mayReplace: this.#options.run.onExisting === 'overwrite',
      mayExceed,
      over: this.#over.signal,
      moved: (bytes) => {
        this.#mayExceed = mayExceed - Math.max(0, bytes - item.found.size)
        this.#amount = { ...this.#amount, bytes: sumOfBytes(before, bytes) }
        this.#tellMoving()
      },
      checking: () => {
        if (this.#amount.totalFiles === 1) this.#options.tell({ news: 'checking', amount: this.#amount })
      },
    })
  }

  #tellMoving(): void {
    const now = this.#options.clock.now()
    if (now - this.#toldAt < tellMs) return
    this.#toldAt = now
    const rate = this.#rate.at(now, this.#amount.bytes)
    this.#options.tell({ news: 'moving', amount: this.#amount, rate, savedAs: this.#savedAs ?? '' })
  }

  /** Somebody gave it up on the way, or the session did. */
  async #given(): Promise<void> {
    if (this.#asked === 'delete') await this.#dropPart()
    this.#stopped(this.#asked === 'none' ? 'lost' : 'asked')
  }

  #stopped(why: 'asked' | 'lost'): void {
    this.#options.tell({ news: 'stopped', why, amount: this.#amount, savedAs: this.#savedAs, part: this.#part })
  }

  async #dropPart(): Promise<void> {
    const part = this.#part
    this.#part = null
    if (part !== null) await this.#to.remove(part).catch(() => undefined)
  }
}
