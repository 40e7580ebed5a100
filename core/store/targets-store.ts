import { z } from 'zod'
import { favourite, targetPlace } from '#contract/targets.ts'
import { environmentId } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '../app/ports.ts'
import { nothingKept, type KeptTargets, type KeptTargetsStore } from '../app/targets/kept-targets.ts'
import type { DocumentFormat, JsonObject } from './json-document.ts'
import { createKeptDocument, goodEntries } from './kept-document.ts'

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
  return createKeptDocument({ ...options, format, nothing: nothingKept, read: keptIn })
}

/** Each entry is judged by itself, so that a bad one costs itself alone. */
function keptIn(document: JsonObject): KeptTargets {
  return {
    favourites: goodEntries(document['favourites'], favourite),
    recent: goodEntries(document['recent'], favourite),
    places: goodEntries(document['places'], targetPlace),
    environments: recordIn(document['environments'], environmentId),
    agreed: recordIn(document['agreed'], day),
  }
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
