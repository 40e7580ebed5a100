import { basename } from 'node:path'
import type { z } from 'zod'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import type { Log } from '../app/ports.ts'
import {
  codeOf,
  keepAside,
  readDocument,
  writeDocument,
  type DocumentFormat,
  type JsonObject,
} from './json-document.ts'

/** What a file holds, and how it is read. */
export interface KeptDocumentOptions<T extends object> {
  /** Absolute. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  readonly format: DocumentFormat
  /** What there is without a file. */
  readonly nothing: T
  /** Takes what is good of a document; never throws. */
  read(document: JsonObject): T
}

/** One JSON file (0600, written whole or not at all) of what is remembered between starts. */
export interface KeptDocument<T> {
  /** A file that is no JSON is copied aside before anything is written; one of a later version is read as far as possible and never written. */
  load(): Promise<{ readonly kept: T; readonly problems: readonly Problem[] }>
  /** Writes one after the other. CATALOG_NOT_WRITTEN on failure. */
  save(kept: T): Promise<Result<void>>
}

/** Creates it over a path. */
export function createKeptDocument<T extends object>(options: KeptDocumentOptions<T>): KeptDocument<T> {
  return new JsonKept(options)
}

class JsonKept<T extends object> implements KeptDocument<T> {
  readonly #options: KeptDocumentOptions<T>
  #isReadOnly = false
  #lastSave: Promise<unknown> = Promise.resolve()

  constructor(options: KeptDocumentOptions<T>) {
    this.#options = options
  }

  async load(): Promise<{ readonly kept: T; readonly problems: readonly Problem[] }> {
    const { path, format, nothing } = this.#options
    const file = basename(path)
    const read = await readDocument(path, format)
    switch (read.kind) {
      case 'absent':
        return { kept: nothing, problems: [] }
      case 'read':
        return { kept: this.#options.read(read.document), problems: [] }
      case 'newer':
        this.#isReadOnly = true
        return {
          kept: this.#options.read(read.document),
          problems: [problemOf('CATALOG_NEWER', { file, version: read.version, known: format.version })],
        }
      case 'unreadable':
        this.#isReadOnly = true
        return { kept: nothing, problems: [problemOf('CATALOG_CORRUPT', { file, reason: read.reason })] }
      case 'corrupt':
        return { kept: nothing, problems: [await this.#keepAside(file, read.reason)] }
    }
  }

  save(kept: T): Promise<Result<void>> {
    const saved = this.#lastSave.then(() => this.#write(kept))
    this.#lastSave = saved
    return saved
  }

  async #write(kept: T): Promise<Result<void>> {
    const { path, log, format } = this.#options
    const file = basename(path)
    if (this.#isReadOnly) return fail('CATALOG_NOT_WRITTEN', { file, reason: 'read only' })
    try {
      await writeDocument(path, { ...kept, version: format.version })
      return ok(undefined)
    } catch (error) {
      log.error('kept.not-written', { file, code: codeOf(error) })
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

/** The good entries of a list; each is judged by itself, so that a bad one costs itself alone. */
export function goodEntries<T>(list: unknown, entry: z.ZodType<T>): readonly T[] {
  const raw: readonly unknown[] = Array.isArray(list) ? list : []
  return raw.flatMap((one) => {
    const parsed = entry.safeParse(one)
    return parsed.success ? [parsed.data] : []
  })
}
