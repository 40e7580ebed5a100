import { basename } from 'node:path'
import { fail, ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { settings as settingsSchema, type Settings } from '#contract/snapshot.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '../app/ports.ts'
import type { SettingsStore } from '../app/settings/settings-book.ts'
import {
  codeOf,
  keepAside,
  readDocument,
  writeDocument,
  type DocumentFormat,
  type JsonObject,
} from './json-document.ts'

const format: DocumentFormat = { version: 1, migrations: {} }

/** What the settings' file needs. */
interface SettingsOptions {
  /** `settings.json`, absolute. */
  readonly path: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
}

/** The settings' file, and what was wrong with it when it was loaded. */
interface SettingsFile extends SettingsStore {
  problems(): readonly Problem[]
}

/**
 * Settings in one JSON file. A setting that is missing or makes no sense takes its default, the others stay; a file that
 * is no JSON is kept aside; a file of a later version is read and not written.
 */
export function createSettingsStore(options: SettingsOptions): SettingsFile {
  return new JsonSettings(options)
}

class JsonSettings implements SettingsFile {
  readonly #options: SettingsOptions
  #problems: readonly Problem[] = []
  #unknown: JsonObject = {}
  #isReadOnly = false
  #lastSave: Promise<unknown> = Promise.resolve()

  constructor(options: SettingsOptions) {
    this.#options = options
  }

  problems(): readonly Problem[] {
    return this.#problems
  }

  async load(): Promise<Settings> {
    const { path } = this.#options
    const file = basename(path)
    const read = await readDocument(path, format)
    switch (read.kind) {
      case 'absent':
        return usable({})
      case 'unreadable':
        this.#isReadOnly = true
        this.#problems = [problemOf('CATALOG_CORRUPT', { file, reason: read.reason })]
        return usable({})
      case 'corrupt':
        await this.#keepAside(file, read.reason)
        return usable({})
      case 'newer':
        this.#isReadOnly = true
        this.#problems = [problemOf('CATALOG_NEWER', { file, version: read.version, known: format.version })]
        return usable(read.document)
      case 'read':
        this.#unknown = unknownPart(read.document)
        return usable(read.document)
    }
  }

  save(settings: Settings): Promise<Result<void>> {
    const saved = this.#lastSave.then(() => this.#write(settings))
    this.#lastSave = saved
    return saved
  }

  async #write(settings: Settings): Promise<Result<void>> {
    const file = basename(this.#options.path)
    if (this.#isReadOnly) return fail('CATALOG_NOT_WRITTEN', { file, reason: 'read only' })
    try {
      await writeDocument(this.#options.path, { ...this.#unknown, ...settings, version: format.version })
      return ok(undefined)
    } catch (error) {
      this.#options.log.error('settings.not-written', { code: codeOf(error) })
      return fail('CATALOG_NOT_WRITTEN', { file, reason: codeOf(error) })
    }
  }

  async #keepAside(file: string, reason: string): Promise<void> {
    try {
      const keptAs = await keepAside(this.#options.path, new Date(this.#options.clock.now()))
      this.#problems = [problemOf('CATALOG_CORRUPT', { file, keptAs, reason })]
    } catch {
      this.#isReadOnly = true
      this.#problems = [problemOf('CATALOG_CORRUPT', { file, reason })]
    }
  }
}

/** Each setting by itself, so that one bad value costs one default. */
function usable(document: JsonObject): Settings {
  const shape = settingsSchema.shape
  const good = Object.entries(shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(document[key])
    return parsed.success ? [[key, parsed.data] as const] : []
  })
  return settingsSchema.parse(Object.fromEntries(good))
}

function unknownPart(document: JsonObject): JsonObject {
  const known = new Set(['version', ...Object.keys(settingsSchema.shape)])
  return Object.fromEntries(Object.entries(document).filter(([key]) => !known.has(key)))
}
