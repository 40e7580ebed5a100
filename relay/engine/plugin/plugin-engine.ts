import { isAbsolute } from 'node:path'
import { fail, ok, type Result } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { Clock } from '../../clock.ts'
import type { ChildKeeper } from '../../process/child-keeper.ts'
import type { EngineHost, EngineSession, StartEngine } from '../engine.ts'
import { openCredentialsEndpoint, type CredentialsEndpoint } from './credentials-endpoint.ts'
import { pluginEnvironment, responseVariable } from './plugin-environment.ts'
import { problemOfSpawn } from './plugin-problems.ts'
import { PluginRun } from './plugin-run.ts'
import { PluginSession } from './plugin-session.ts'

/** Time for a plugin that did not become ready to say goodbye. */
const failedGraceMs = 1_000

/** What the engine needs of the relay. */
export interface PluginEngineOptions {
  readonly children: ChildKeeper
  readonly clock: Clock
  /** The relay's own environment; only what a program needs to run is passed on. */
  readonly environment: NodeJS.ProcessEnv
}

/**
 * The engine that runs AWS's session-manager-plugin. Streams go to the port that the plugin prints; a session started
 * with local port 0 (the documents' default) lets it take a free one, which no other program can get in between.
 */
export function createPluginEngine(options: PluginEngineOptions): StartEngine {
  return async (grant, host, signal) => {
    if (grant.engine.name !== 'plugin') return fail('ENGINE_FAILED', { reason: 'not a grant for the plugin' })
    const { path } = grant.engine
    // A bare name would be looked up in PATH, and another program of that name run.
    if (!isAbsolute(path)) return fail('ENGINE_FAILED', { path, reason: 'not-absolute' })
    const credentials = await openCredentialsEndpoint(() => host.credentials())
    const started = await start(options, { grant, path, host, credentials }, signal)
    if (!started.ok) {
      await credentials.close()
      return started
    }
    void started.value.over.then(() => credentials.close())
    return ok(started.value.session)
  }
}

interface Start {
  readonly grant: SessionGrant
  readonly path: string
  readonly host: EngineHost
  readonly credentials: CredentialsEndpoint
}

async function start(
  options: PluginEngineOptions,
  what: Start,
  signal: AbortSignal,
): Promise<Result<{ readonly session: EngineSession; readonly over: Promise<unknown> }>> {
  const run = spawnPlugin(options, what)
  if (!run.ok) return run
  const port = await run.value.ready(signal)
  if (!port.ok) {
    await run.value.stop(signal.aborted ? 0 : failedGraceMs)
    return port
  }
  return ok({
    session: new PluginSession(what.grant.sessionId, run.value, port.value, options.clock),
    over: run.value.ended,
  })
}

/** ENGINE_FAILED when the system refuses the file outright. */
function spawnPlugin({ children, clock, environment }: PluginEngineOptions, what: Start): Result<PluginRun> {
  const { grant, path, host, credentials } = what
  const { tokenValue, streamUrl } = grant.pass
  const response = JSON.stringify({ SessionId: grant.sessionId, TokenValue: tokenValue, StreamUrl: streamUrl })
  try {
    return ok(
      new PluginRun({
        path,
        args: argumentsOf(grant),
        environment: pluginEnvironment(environment, {
          response,
          credentialsUrl: credentials.url,
          credentialsToken: credentials.token,
        }),
        secrets: [tokenValue, credentials.token],
        sessionId: grant.sessionId,
        children,
        clock,
        host,
      }),
    )
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return { ok: false, error: problemOfSpawn(code, path) }
  }
}

/** The six arguments that aws-cli passes; of the request, the plugin reads the target only. */
function argumentsOf({ region, targetId, engine }: SessionGrant): readonly string[] {
  const ssmEndpoint = engine.name === 'plugin' ? engine.ssmEndpoint : ''
  return [responseVariable, region, 'StartSession', '', JSON.stringify({ Target: targetId }), ssmEndpoint]
}
