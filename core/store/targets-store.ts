import { basename } from 'node:path'
import { z } from 'zod'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { favourite, targetPlace } from '#contract/targets.ts'
import { environmentId } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import type { Log } from '../app/ports.ts'
import { nothingKept, type KeptTargets, type KeptTargetsStore } from '../app/targets/kept-targets.ts'
import {
  codeOf,
  keepAside,
  readDocument,
  writeDocument,
  type DocumentFormat,
  type JsonObject,
} from './json-document.ts'

const format: DocumentFormat = { version: 1, migrations: {} }

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const accountName = z.string().max(200)

interface TargetsStoreOptions {
  /** `targets.json`, absolute. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/**
 * What is remembered of targets, in one JSON file (0600, written whole or not at all). A file that is no JSON is copied aside
 * before anything is written; one of a later version is read as far as possible and never written.
 */
export function createTargetsStore(options: TargetsStoreOptions): KeptTargetsStore {
  return new JsonTargets(options)
}

class JsonTargets implements KeptTargetsStore {
  readonly #options: TargetsStoreOptions
  #isReadOnly = false
  #lastSave: Promise<unknown> = Promise.resolve()

  constructor(options: TargetsStoreOptions) {
    this.#options = options
  }

  async load(): Promise<{ readonly kept: KeptTargets; readonly problems: readonly Problem[] }> {
    const file = basename(this.#options.path)
    const read = await readDocument(this.#options.path, format)
    switch (read.kind) {
      case 'absent':
        return { kept: nothingKept, problems: [] }
      case 'read':
        return { kept: keptIn(read.document), problems: [] }
      case 'newer':
        this.#isReadOnly = true
        return {
          kept: keptIn(read.document),
          problems: [problemOf('CATALOG_NEWER', { file, version: read.version, known: format.version })],
        }
      case 'unreadable':
        this.#isReadOnly = true
        return { kept: nothingKept, problems: [problemOf('CATALOG_CORRUPT', { file, reason: read.reason })] }
      case 'corrupt':
        return { kept: nothingKept, problems: [await this.#keepAside(file, read.reason)] }
    }
  }

  save(kept: KeptTargets): Promise<Result<void>> {
    const saved = this.#lastSave.then(() => this.#write(kept))
    this.#lastSave = saved
    return saved
  }

  async #write(kept: KeptTargets): Promise<Result<void>> {
    const { path, log } = this.#options
    const file = basename(path)
    if (this.#isReadOnly) return fail('CATALOG_NOT_WRITTEN', { file, reason: 'read only' })
    try {
      await writeDocument(path, { ...kept, version: format.version })
      return ok(undefined)
    } catch (error) {
      log.error('targets.not-written', { code: codeOf(error) })
      return fail('CATALOG_NOT_WRITTEN', { file, reason: codeOf(error) })
    }
  }

  async #keepAside(file: string, reason: string): Promise<Problem> {
    try {
      const keptAs = await keepAside(this.#options.path, new Date(this.#options.clock.now()))
      return problemOf('CATALOG_CORRUPT', { file, keptAs, reason })
    } catch {
      this.#isReadOnly = true
      return problemOf('CATALOG_CORRUPT', { file, reason })
    }
  }
}

/** Each entry is judged by itself, so that a bad one costs itself alone. */
function keptIn(document: JsonObject): KeptTargets {
  return {
    favourites: listIn(document['favourites'], favourite),
    recent: listIn(document['recent'], favourite),
    places: listIn(document['places'], targetPlace),
    environments: recordIn(document['environments'], environmentId),
    agreed: recordIn(document['agreed'], day),
  }
}

function listIn<T>(list: unknown, entry: z.ZodType<T>): readonly T[] {
  const raw: readonly unknown[] = Array.isArray(list) ? list : []
  return raw.flatMap((one) => {
    const parsed = entry.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}

function recordIn(record: unknown, entry: z.ZodType<string>): Readonly<Record<string, string>> {
  const parsed = z.record(accountName, z.unknown()).safeParse(record)
  if (!parsed.success) return {}
  const good = Object.entries(parsed.data).flatMap(([key, value]) => {
    const known = entry.safeParse(value)
    return known.success ? [[key, known.data] as const] : []
  })
  return Object.fromEntries(good)
}
