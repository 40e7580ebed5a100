import { basename } from 'node:path'
import { z } from 'zod'
import { fail, ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { environment, savedTunnel, type Environment, type SavedTunnel } from '#contract/tunnel.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { CatalogStore, Log } from '../app/ports.ts'
import { catalogFromVersion1, type StartUrls } from './catalog-version-1.ts'
import {
  codeOf,
  isObject,
  keepAside,
  keepVersion,
  readDocument,
  writeDocument,
  type DocumentFormat,
  type DocumentRead,
  type JsonObject,
} from './json-document.ts'
import { withUnknownKeys } from './unknown-keys.ts'

/** The format of today; version 1 knew sign-ins by their local names alone. */
function catalogFormat(startUrls: () => Promise<StartUrls>): DocumentFormat {
  return { version: 2, migrations: { 1: async (document) => catalogFromVersion1(document, await startUrls()) } }
}

const environmentList = z
  .array(environment)
  .min(1)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length)
const nothing = { environments: defaultEnvironments, tunnels: [] } as const
/** As many tunnels that could not be read are named. */
const namesTold = 20

/** What a catalog needs. */
interface CatalogOptions {
  /** `tunnels.json`, absolute. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Asked only when there is a file of version 1. */
  readonly startUrls: () => Promise<StartUrls>
  /** How the file's versions follow each other; tests give their own. */
  readonly format?: DocumentFormat
}

interface Loaded {
  readonly environments: readonly Environment[]
  readonly tunnels: readonly SavedTunnel[]
  readonly problems: readonly Problem[]
}

/** An entry of the file, and the tunnel that this version read in it. */
interface Origin {
  readonly raw: unknown
  readonly known: SavedTunnel
}

interface Entries {
  readonly tunnels: readonly SavedTunnel[]
  /** Where each tunnel came from, by id: what this version does not know of it is written back as it was. */
  readonly origins: ReadonlyMap<string, Origin>
  /** Names, or places in the list, of entries that are no tunnels. */
  readonly rejected: readonly string[]
}

/**
 * The saved tunnels in one JSON file. A file that can not be understood, wholly or in part, is copied aside under a new
 * name before anything is written; one bad entry does not take the others with it; a file of a later version is read as
 * far as possible and never written; a file of an earlier version is kept beside the one that replaces it.
 */
export function createCatalogStore(options: CatalogOptions): CatalogStore {
  return new JsonCatalog(options)
}

class JsonCatalog implements CatalogStore {
  readonly #options: CatalogOptions
  readonly #format: DocumentFormat
  #origins: ReadonlyMap<string, Origin> = new Map()
  #frame: JsonObject = {}
  #readOnlyBecause: string | null = null
  #lastSave: Promise<unknown> = Promise.resolve()

  constructor(options: CatalogOptions) {
    this.#options = options
    this.#format = options.format ?? catalogFormat(options.startUrls)
  }

  async load(): Promise<Loaded> {
    const read = await readDocument(this.#options.path, this.#format)
    switch (read.kind) {
      case 'absent':
        return { ...nothing, problems: [] }
      case 'unreadable':
        return this.#unreadable(read.reason)
      case 'corrupt':
        return { ...nothing, problems: [await this.#corrupt(read.reason)] }
      case 'newer':
        return this.#newer(read)
      case 'read':
        return this.#read(read.document, read.migratedFrom)
    }
  }

  save(tunnels: readonly SavedTunnel[]): Promise<Result<void>> {
    const saved = this.#lastSave.then(() => this.#write(tunnels))
    this.#lastSave = saved
    return saved
  }

  async #write(tunnels: readonly SavedTunnel[]): Promise<Result<void>> {
    const { path, log } = this.#options
    const file = basename(path)
    if (this.#readOnlyBecause !== null) return fail('CATALOG_NOT_WRITTEN', { file, reason: this.#readOnlyBecause })
    const entries = tunnels.map((tunnel) => {
      const origin = this.#origins.get(tunnel.id)
      return origin === undefined ? tunnel : withUnknownKeys(tunnel, origin.raw, origin.known)
    })
    try {
      await writeDocument(path, { ...this.#frame, version: this.#format.version, tunnels: entries })
      return ok(undefined)
    } catch (error) {
      log.error('catalog.not-written', { file, code: codeOf(error) })
      return fail('CATALOG_NOT_WRITTEN', { file, reason: codeOf(error) })
    }
  }

  async #read(document: JsonObject, migratedFrom: number | null): Promise<Loaded> {
    const list = document['tunnels']
    const environments = environmentsIn(document)
    if (!Array.isArray(list) || environments === null)
      return { ...nothing, problems: [await this.#corrupt('no list of tunnels or of environments')] }
    const { tunnels, rejected, origins } = entriesOf(list, environments)
    const { tunnels: _tunnels, version: _version, ...frame } = document
    this.#frame = frame
    this.#origins = origins
    if (rejected.length === 0 && migratedFrom === null) return { environments, tunnels, problems: [] }
    const problems: Problem[] = []
    if (rejected.length > 0) problems.push(await this.#corrupt('unusable entries', rejected.slice(0, namesTold)))
    if (migratedFrom !== null) await this.#keepVersion(migratedFrom)
    // As it is now: without bad entries, of today's version. The next start has nothing to complain about.
    const saved = await this.save(tunnels)
    return { environments, tunnels, problems: saved.ok ? problems : [...problems, saved.error] }
  }

  /** Before a migrated file is written; where the old one can not be kept, nothing is written over it. */
  async #keepVersion(version: number): Promise<void> {
    const { path, log } = this.#options
    try {
      const keptAs = await keepVersion(path, version)
      log.info('catalog.migrated', { file: basename(path), from: version, keptAs })
    } catch (error) {
      this.#readOnlyBecause = `version ${version} could not be kept: ${codeOf(error)}`
    }
  }

  #newer(read: Extract<DocumentRead, { kind: 'newer' }>): Loaded {
    this.#readOnlyBecause = 'written by a later version'
    const list = read.document['tunnels']
    const environments = environmentsIn(read.document) ?? defaultEnvironments
    const { tunnels } = entriesOf(Array.isArray(list) ? list : [], environments)
    const details = { file: basename(this.#options.path), version: read.version, known: this.#format.version }
    return { environments, tunnels, problems: [problemOf('CATALOG_NEWER', details)] }
  }

  #unreadable(reason: string): Loaded {
    this.#readOnlyBecause = reason
    return { ...nothing, problems: [problemOf('CATALOG_CORRUPT', { file: basename(this.#options.path), reason })] }
  }

  /** Keeps the file aside; when even that fails, the file itself stays and nothing is written over it. */
  async #corrupt(reason: string, names?: string[]): Promise<Problem> {
    const { path, clock, log } = this.#options
    const file = basename(path)
    try {
      const keptAs = await keepAside(path, new Date(clock.now()))
      log.warn('catalog.kept-aside', { file, keptAs, reason })
      return problemOf('CATALOG_CORRUPT', { file, keptAs, reason, names })
    } catch (error) {
      this.#readOnlyBecause = `could not be kept aside: ${codeOf(error)}`
      return problemOf('CATALOG_CORRUPT', { file, reason, names })
    }
  }
}

function entriesOf(list: readonly unknown[], environments: readonly Environment[]): Entries {
  const isPlaced = ({ definition }: SavedTunnel): boolean =>
    environments.some(({ id }) => id === definition.environment)
  const tunnels = new Map<string, SavedTunnel>()
  const origins = new Map<string, Origin>()
  const rejected: string[] = []
  list.forEach((raw, index) => {
    const parsed = savedTunnel.safeParse(raw)
    if (!parsed.success || tunnels.has(parsed.data.id) || !isPlaced(parsed.data))
      return void rejected.push(nameOf(raw, index))
    tunnels.set(parsed.data.id, parsed.data)
    origins.set(parsed.data.id, { raw, known: parsed.data })
  })
  return { tunnels: [...tunnels.values()], origins, rejected }
}

/** Those of the file, or ours where it names none; null where what it has is no list of them, each id once. */
function environmentsIn(document: JsonObject): readonly Environment[] | null {
  if (document['environments'] === undefined) return defaultEnvironments
  const parsed = environmentList.safeParse(document['environments'])
  return parsed.success ? parsed.data : null
}

/** The name of an entry in any version, or its place in the list. */
function nameOf(raw: unknown, index: number): string {
  const entry = isObject(raw) ? raw : {}
  const name = isObject(entry['definition']) ? entry['definition']['name'] : entry['name']
  return typeof name === 'string' && name !== '' ? name : `#${index + 1}`
}
