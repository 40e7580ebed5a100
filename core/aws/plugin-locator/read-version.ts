import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { RunProgram } from '../../app/ports.ts'

const limitMs = 5_000
/** As aws-cli checks it. */
const versionShape = /^\d+(\.\d+){0,3}$/

/**
 * Asks a file for its version, as aws-cli does before it trusts a plugin. ENGINE_NOT_FOUND when there is no such file;
 * ENGINE_UNUSABLE with `path` and `reason` (`not-executable`, `no-answer`, `failed`, `not-a-version`) when it is no plugin.
 */
export async function readPluginVersion(path: string, run: RunProgram): Promise<Result<string>> {
  const result = await run(path, ['--version'], limitMs)
  if (result.kind === 'not-started') {
    if (result.errorCode === 'ENOENT') return fail('ENGINE_NOT_FOUND', { path })
    return fail('ENGINE_UNUSABLE', { path, reason: 'not-executable', said: result.errorCode })
  }
  if (result.kind === 'flooded') return fail('ENGINE_UNUSABLE', { path, reason: 'not-a-version' })
  if (result.kind === 'timed-out') return fail('ENGINE_UNUSABLE', { path, reason: 'no-answer' })
  const version = result.output.trim()
  if (result.code !== 0) return fail('ENGINE_UNUSABLE', { path, reason: 'failed', ending: `exit ${result.code}` })
  if (!versionShape.test(version))
    return fail('ENGINE_UNUSABLE', { path, reason: 'not-a-version', said: version.slice(0, 100) })
  return ok(version)
}
