import { readFile, stat } from 'node:fs/promises'
import type { Result } from '#contract/result.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { AwsConfigChanges } from '../../app/identity/config-changes.ts'
import type { AwsConfig, AwsConfigStore } from '../../app/identity/ports.ts'
import type { FolderWatch } from '../token-watch.ts'
import { watchFile } from '../watch-file.ts'
import type { Edit } from './checked-edit.ts'
import { createConfigChanges } from './config-changes.ts'
import { withoutSession, withSession } from './edit-session.ts'
import { textOf } from './file-text.ts'
import { interpretConfig, type SourceFile } from './interpret.ts'
import { parseIni } from './parse-ini.ts'
import { rewrite } from './rewrite.ts'

interface AwsConfigDeps {
  readonly clock: Clock
  /** Absolute paths; see {@link configPaths}. */
  readonly configFile: string
  readonly credentialsFile: string
  /** `configFile` as people write it, where that is not the path. */
  readonly configName?: string
}

/** The AWS config, read afresh whenever a file changed; `changes` are those that a person has seen before. */
export function createAwsConfigStore(
  deps: AwsConfigDeps,
): AwsConfigStore & { readonly changes: AwsConfigChanges; dispose(): void } {
  const listeners = createListeners<void>()
  const watches: FolderWatch[] = []
  /** Edits run one after the other: each starts from what the last one wrote. */
  let editing: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = editing.then(work)
    editing = done.catch(() => {})
    return done
  }
  const edit = (change: (text: string) => Edit): Promise<Result<void>> =>
    inTurn(() => rewrite(deps.configFile, deps.clock.now(), change))

  const startWatching = (): void => {
    for (const path of [deps.configFile, deps.credentialsFile]) {
      watches.push(watchFile({ clock: deps.clock, path, changed: () => listeners.tell() }))
    }
  }

  return {
    read: createReading(deps),
    putSession: (session) => edit((text) => withSession(text, session)),
    removeSession: (name) => edit((text) => withoutSession(text, name)),
    changes: createConfigChanges({ configName: deps.configFile, ...deps, now: () => deps.clock.now(), inTurn }),
    onChange(listener) {
      if (watches.length === 0) startWatching()
      return listeners.subscribe(listener)
    },
    dispose() {
      listeners.clear()
      for (const watch of watches.splice(0)) watch.stop()
    },
  }
}

/** Interprets the files again only when one of them changed. */
function createReading({ configFile, credentialsFile }: AwsConfigDeps): () => Promise<AwsConfig> {
  let cached: { readonly key: string; readonly config: AwsConfig } | null = null
  return async () => {
    const key = `${await stampOf(configFile)} ${await stampOf(credentialsFile)}`
    if (cached?.key === key) return cached.config
    const config = interpretConfig(await readSource(configFile), await readSource(credentialsFile))
    cached = { key, config }
    return config
  }
}

async function readSource(path: string): Promise<SourceFile> {
  try {
    const { text, strangeLine } = textOf(await readFile(path))
    const { sections, faults } = parseIni(text)
    const strange = strangeLine === null ? [] : [{ line: strangeLine, reason: 'not-utf8' } as const]
    return { path, sections, faults: [...strange, ...faults] }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT') return { path, sections: [], faults: [] }
    return { path, sections: [], faults: [{ line: null, reason: 'not-readable', message: code }] }
  }
}

/** Changes whenever the file's content may have. */
async function stampOf(path: string): Promise<string> {
  const facts = await stat(path, { bigint: true }).catch(() => null)
  return facts === null ? '-' : `${facts.ino}:${facts.mtimeNs}:${facts.size}`
}
