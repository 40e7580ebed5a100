import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ChildKeeper } from '../../process/child-keeper.ts'
import { openScreen, type Screen } from '../../process/screen.ts'
import type { Engine, EngineHost, EngineSession, ShellSession, ShellWishes, StdioSession } from '../engine.ts'
import { openCredentialsEndpoint, type CredentialsEndpoint } from './credentials-endpoint.ts'
import { PluginOutputParser } from './output-parser.ts'
import { pluginEnvironment, plainEnvironment, responseVariable } from './plugin-environment.ts'
import { problemOfChange, problemOfFile } from './plugin-file.ts'
import { problemOfSpawn } from './plugin-problems.ts'
import { writeTrustFile } from './trust-file.ts'
import { PluginRun, type PluginRunOptions } from './plugin-run.ts'
import { PluginSession } from './plugin-session.ts'
import { endRun } from './stopping.ts'
import { StreamReader, type StreamSink } from './stream-reader.ts'
import { StreamSession, TerminalSession } from './stream-session.ts'

/** Time for a plugin that did not become ready to say goodbye. */
const failedGraceMs = 1_000
/** Of a screen that nobody has given a size: a terminal's since there are terminals. */
const usualSize = { columns: 80, rows: 24 } as const

/** What the engine needs of the relay. */
interface PluginEngineOptions {
  readonly children: ChildKeeper
  readonly clock: Clock
  /** The relay's own environment; only what a program needs to run is passed on. */
  readonly environment: NodeJS.ProcessEnv
  /** Where files for the plugin are written; the system's folder for passing things unless given. */
  readonly folder?: string | null
}

/**
 * The engine that runs AWS's session-manager-plugin. Connections go to the port that the plugin prints; a session started
 * with local port 0 (the documents' default) lets it take a free one, which no other program can get in between. Shells
 * and SSH go over its standard streams.
 */
export function createPluginEngine(options: PluginEngineOptions): Engine {
  return {
    name: 'plugin',
    forward: (grant, host, signal) => started(options, { grant, host }, (what) => startForward(options, what, signal)),
    shell: (grant, host, signal, wishes = {}) =>
      started(options, { grant, host }, (what) => startShell(options, what, signal, wishes)),
    stdio: (grant, host, signal) => started(options, { grant, host }, (what) => startStdio(options, what, signal)),
  }
}

/** What every start is about. */
interface Start {
  readonly grant: SessionGrant
  readonly path: string
  readonly host: EngineHost
  readonly credentials: CredentialsEndpoint
  /** Null where the plugin's own authorities are enough. */
  readonly trustFile: string | null
}

type Started<S> = Result<{ readonly session: S; readonly over: Promise<unknown> }>

/** Checks the file, and serves credentials from before the start to after the end. */
async function started<S>(
  options: PluginEngineOptions,
  { grant, host }: Pick<Start, 'grant' | 'host'>,
  start: (what: Start) => Promise<Started<S>>,
): Promise<Result<S>> {
  if (grant.engine.name !== 'plugin')
    return fail('ENGINE_FAILED', { reason: 'not-started', said: 'not a grant for the plugin' })
  const { path, identity } = grant.engine
  const problem = (await problemOfFile(path)) ?? (await problemOfChange(path, identity))
  if (problem !== null) return { ok: false, error: problem }
  const { roots } = grant.pass.network
  const trust = roots === null ? null : await writeTrustFile(roots, options.folder ?? null)
  const credentials = await openCredentialsEndpoint(() => host.credentials())
  const tidy = async (): Promise<void> => {
    await Promise.all([credentials.close(), trust?.remove()])
  }
  const outcome = await start({ grant, path, host, credentials, trustFile: trust?.path ?? null })
  if (!outcome.ok) {
    await tidy()
    return outcome
  }
  void outcome.value.over.then(tidy)
  return ok(outcome.value.session)
}

async function startForward(
  options: PluginEngineOptions,
  what: Start,
  signal: AbortSignal,
): Promise<Started<EngineSession>> {
  const { sessionId } = what.grant
  const run = spawnPlugin(options, what, { reader: (hear) => new PluginOutputParser(sessionId, hear) })
  if (!run.ok) return run
  const port = await run.value.ready(run.value.portOpened, signal)
  if (!port.ok) return giveUp(run.value, port, signal, options.clock)
  const session = new PluginSession(sessionId, what.host, run.value, port.value, options.clock)
  return ok({ session, over: run.value.ended })
}

async function startStdio(
  options: PluginEngineOptions,
  what: Start,
  signal: AbortSignal,
): Promise<Started<StdioSession>> {
  const session = new StreamSession(what.grant.sessionId, what.host, options.clock)
  const sink = { ...silentSink, deliver: (bytes: Buffer) => session.deliver(bytes) }
  const run = spawnPlugin(options, what, { input: 'open', reader: readerOf('stdio', what, options.clock, sink) })
  return run.ok ? openStreams(session, run.value, { signal, clock: options.clock, patience: 'fails' }) : run
}

async function startShell(
  options: PluginEngineOptions,
  what: Start,
  signal: AbortSignal,
  { size = usualSize, program = 'shell' }: ShellWishes,
): Promise<Started<ShellSession>> {
  const { clock, environment } = options
  const opened = await openScreen(size.columns, size.rows, plainEnvironment(environment)).catch(String)
  if (typeof opened === 'string') {
    return fail('ENGINE_FAILED', { path: what.path, reason: 'no-terminal', said: opened.slice(0, 500) })
  }
  const session = new TerminalSession(what.grant.sessionId, what.host, clock, { screen: opened, size })
  const run = spawnPlugin(options, what, {
    input: 'open',
    screen: opened,
    reader: readerOf('shell', what, clock, {
      deliver: (bytes) => session.deliver(bytes),
      message: (text) => session.tellMessage(text),
      exitCode: (code) => session.tellExitCode(code),
    }),
  })
  if (!run.ok) return closed(opened, run)
  return openStreams(session, run.value, { signal, clock, patience: program === 'command' ? 'opened' : 'fails' })
}

function closed<T>(screen: Screen, outcome: T): T {
  screen.close()
  return outcome
}

interface Opening {
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly patience: 'opened' | 'fails'
}

async function openStreams<S extends StreamSession>(
  session: S,
  run: PluginRun,
  { signal, clock, patience }: Opening,
): Promise<Started<S>> {
  session.attach(run)
  const opened = await run.ready(session.opened, signal, patience)
  if (!opened.ok) return giveUp(run, opened, signal, clock)
  session.began()
  return ok({ session, over: run.ended })
}

/** Nothing is left running of a start that failed. */
async function giveUp<T>(run: PluginRun, outcome: T, signal: AbortSignal, clock: Clock): Promise<T> {
  await endRun(run, [() => run.interrupt()], signal.aborted ? 0 : failedGraceMs, clock)
  return outcome
}

type OutputSink = Omit<StreamSink, 'hear'>
const silentSink: OutputSink = { deliver: () => {}, message: () => {}, exitCode: () => {} }

function readerOf(kind: 'shell' | 'stdio', what: Start, clock: Clock, sink: OutputSink): PluginRunOptions['reader'] {
  return (hear) => new StreamReader({ ...sink, hear, sessionId: what.grant.sessionId, kind, clock })
}

/** ENGINE_UNUSABLE when the system refuses the file outright. */
function spawnPlugin(
  { children, clock, environment }: PluginEngineOptions,
  { grant, path, host, credentials, trustFile }: Start,
  streams: Pick<PluginRunOptions, 'input' | 'screen' | 'reader'>,
): Result<PluginRun> {
  const { tokenValue, streamUrl } = grant.pass
  const response = JSON.stringify({ SessionId: grant.sessionId, TokenValue: tokenValue, StreamUrl: streamUrl })
  const { url: credentialsUrl, token: credentialsToken } = credentials
  const way = { url: streamUrl, route: grant.pass.network, trustFile, platform: process.platform }
  try {
    return ok(
      new PluginRun({
        ...streams,
        path,
        args: argumentsOf(grant),
        environment: pluginEnvironment(environment, { response, credentialsUrl, credentialsToken, way }),
        secrets: [tokenValue, credentialsToken],
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
