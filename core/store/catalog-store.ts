import { basename } from 'node:path'
import { fail, ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { tunnelSpec, type TunnelSpec } from '#contract/tunnel.ts'
import type { CatalogStore, Clock, Log } from '../app/ports.ts'
import {
  codeOf,
  isObject,
  keepAside,
  readDocument,
  writeDocument,
  type DocumentFormat,
  type DocumentRead,
  type JsonObject,
} from './json-document.ts'

const format: DocumentFormat = { version: 1, migrations: {} }
const knownKeys = new Set(Object.keys(tunnelSpec.shape))

/** What a catalog needs. */
export interface CatalogOptions {
  /** `tunnels.json`, absolute. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** How the file's versions follow each other; tests give their own. */
  readonly format?: DocumentFormat
}

interface Entries {
  readonly tunnels: readonly TunnelSpec[]
  /** Keys of each tunnel that this version does not know, by id: written back as they were. */
  readonly extras: ReadonlyMap<string, JsonObject>
  /** Names, or places in the list, of entries that are no tunnels. */
  readonly rejected: readonly string[]
}

/**
 * The saved tunnels in one JSON file. A file that can not be understood, wholly or in part, is copied aside under a new
 * name before anything is written; one bad entry does not take the others with it; a file of a later version is read as
 * far as possible and never written.
 */
export function createCatalogStore(options: CatalogOptions): CatalogStore {
  return new JsonCatalog(options)
}

class JsonCatalog implements CatalogStore {
  readonly #options: CatalogOptions
  readonly #format: DocumentFormat
  #extras: ReadonlyMap<string, JsonObject> = new Map()
  #frame: JsonObject = {}
  #readOnlyBecause: string | null = null
  #lastSave: Promise<unknown> = Promise.resolve()

  constructor(options: CatalogOptions) {
    this.#options = options
    this.#format = options.format ?? format
  }

  async load(): Promise<{ readonly tunnels: readonly TunnelSpec[]; readonly problems: readonly Problem[] }> {
    const read = await readDocument(this.#options.path, this.#format)
    switch (read.kind) {
      case 'absent':
        return { tunnels: [], problems: [] }
      case 'unreadable':
        return this.#unreadable(read.reason)
      case 'corrupt':
        return { tunnels: [], problems: [await this.#corrupt(read.reason, {})] }
      case 'newer':
        return this.#newer(read)
      case 'read':
        return this.#read(read.document)
    }
  }

  save(tunnels: readonly TunnelSpec[]): Promise<Result<void>> {
    const saved = this.#lastSave.then(() => this.#write(tunnels))
    this.#lastSave = saved
    return saved
  }

  async #write(tunnels: readonly TunnelSpec[]): Promise<Result<void>> {
    const { path, log } = this.#options
    const file = basename(path)
    if (this.#readOnlyBecause !== null) return fail('CATALOG_NOT_WRITTEN', { file, reason: this.#readOnlyBecause })
    const entries = tunnels.map((spec) => ({ ...this.#extras.get(spec.id), ...spec }))
    try {
      await writeDocument(path, { ...this.#frame, version: this.#format.version, tunnels: entries })
      return ok(undefined)
    } catch (error) {
      log.error('catalog.not-written', { file, code: codeOf(error) })
      return fail('CATALOG_NOT_WRITTEN', { file, reason: codeOf(error) })
    }
  }

  async #read(document: JsonObject): Promise<{ tunnels: readonly TunnelSpec[]; problems: readonly Problem[] }> {
    const list = document['tunnels']
    if (!Array.isArray(list)) return { tunnels: [], problems: [await this.#corrupt('no list of tunnels', {})] }
    const entries = entriesOf(list)
    this.#keep(document, entries)
    if (entries.rejected.length === 0) return { tunnels: entries.tunnels, problems: [] }
    const rejected = { entries: entries.rejected.length, names: entries.rejected.join(', ').slice(0, 300) }
    const problem = await this.#corrupt('unusable entries', rejected)
    // Without the bad entries in the file, the next start has nothing to complain about.
    const saved = await this.save(entries.tunnels)
    return { tunnels: entries.tunnels, problems: saved.ok ? [problem] : [problem, saved.error] }
  }

  #newer(read: Extract<DocumentRead, { kind: 'newer' }>): {
    tunnels: readonly TunnelSpec[]
    problems: readonly Problem[]
  } {
    this.#readOnlyBecause = 'written by a later version'
    const list = read.document['tunnels']
    const { tunnels } = entriesOf(Array.isArray(list) ? list : [])
    const details = { file: basename(this.#options.path), version: read.version, known: this.#format.version }
    return { tunnels, problems: [problemOf('CATALOG_NEWER', details)] }
  }

  #unreadable(reason: string): { tunnels: readonly TunnelSpec[]; problems: readonly Problem[] } {
    this.#readOnlyBecause = reason
    return { tunnels: [], problems: [problemOf('CATALOG_CORRUPT', { file: basename(this.#options.path), reason })] }
  }

  /** Keeps the file aside; when even that fails, the file itself stays and nothing is written over it. */
  async #corrupt(reason: string, details: Problem['details']): Promise<Problem> {
    const { path, clock, log } = this.#options
    const file = basename(path)
    try {
      const keptAs = await keepAside(path, new Date(clock.now()))
      log.warn('catalog.kept-aside', { file, keptAs, reason })
      return problemOf('CATALOG_CORRUPT', { file, keptAs, reason, ...details })
    } catch (error) {
      this.#readOnlyBecause = `could not be kept aside: ${codeOf(error)}`
      return problemOf('CATALOG_CORRUPT', { file, reason, ...details })
    }
  }

  #keep(document: JsonObject, entries: Entries): void {
    const { tunnels: _tunnels, version: _version, ...frame } = document
    this.#frame = frame
    this.#extras = entries.extras
  }
}

function entriesOf(list: readonly unknown[]): Entries {
  const tunnels = new Map<string, TunnelSpec>()
  const extras = new Map<string, JsonObject>()
  const rejected: string[] = []
  list.forEach((raw, index) => {
    const parsed = tunnelSpec.safeParse(raw)
    if (!parsed.success || tunnels.has(parsed.data.id)) return void rejected.push(nameOf(raw, index))
    tunnels.set(parsed.data.id, parsed.data)
    extras.set(parsed.data.id, unknownPart(raw))
  })
  return { tunnels: [...tunnels.values()], extras, rejected }
}

function nameOf(raw: unknown, index: number): string {
  const name = isObject(raw) ? raw['name'] : null
  return typeof name === 'string' && name !== '' ? name : `#${index + 1}`
}

function unknownPart(raw: unknown): JsonObject {
  if (!isObject(raw)) return {}
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !knownKeys.has(key)))
}
