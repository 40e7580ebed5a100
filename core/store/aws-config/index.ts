import { chmod, copyFile, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { AwsConfig, AwsConfigStore } from '../../app/identity/ports.ts'
import type { Clock } from '../../app/ports.ts'
import { watchFolder, type FolderWatch } from '../token-watch.ts'
import { withoutSession, withSession } from './edit-session.ts'
import { interpretConfig, type SourceFile } from './interpret.ts'
import { parseIni } from './parse-ini.ts'

export interface AwsConfigDeps {
  readonly clock: Clock
  /** Absolute paths; see {@link configPaths}. */
  readonly configFile: string
  readonly credentialsFile: string
}

/** The AWS config, read afresh whenever a file changed. */
export function createAwsConfigStore(deps: AwsConfigDeps): AwsConfigStore & { dispose(): void } {
  const listeners = new Set<() => void>()
  const watches: FolderWatch[] = []
  /** Edits run one after the other: each starts from what the last one wrote. */
  let editing: Promise<unknown> = Promise.resolve()

  const edit = (change: (text: string) => string | null): Promise<Result<void>> => {
    const done = editing.then(() => rewrite(deps.configFile, change))
    editing = done
    return done
  }

  const startWatching = (): void => {
    for (const file of [deps.configFile, deps.credentialsFile]) {
      watches.push(
        watchFolder({
          clock: deps.clock,
          folder: dirname(file),
          names: [basename(file)],
          changed: () => listeners.forEach((tell) => tell()),
        }),
      )
    }
  }

  return {
    read: createReading(deps),
    putSession: (session) => edit((text) => withSession(text, session)),
    removeSession: (name) => edit((text) => withoutSession(text, name)),
    onChange(listener) {
      if (watches.length === 0) startWatching()
      listeners.add(listener)
      return () => void listeners.delete(listener)
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
  const text = await readFile(path, 'utf8').catch(() => '')
  return { path, ...parseIni(text) }
}

/** Changes whenever the file's content may have. */
async function stampOf(path: string): Promise<string> {
  const facts = await stat(path, { bigint: true }).catch(() => null)
  return facts === null ? '-' : `${facts.ino}:${facts.mtimeNs}:${facts.size}`
}

/** Atomic, with the file as it was kept as `.culvert-backup`; a linked file (dotfiles) stays a link. */
async function rewrite(path: string, change: (text: string) => string | null): Promise<Result<void>> {
  try {
    const target = await realpath(path).catch(() => path)
    const before = await readFile(target, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    const after = change(before ?? '')
    if (after === null || after === before) return ok(undefined)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    if (before !== null) {
      await copyFile(target, `${target}.culvert-backup`)
      await chmod(`${target}.culvert-backup`, 0o600)
    }
    await writeFileAtomic(target, after, { mode: 0o600 })
    return ok(undefined)
  } catch (error) {
    return fail('PROFILE_INVALID', {
      file: path,
      reason: 'not-written',
      message: error instanceof Error ? error.message : '',
    })
  }
}
