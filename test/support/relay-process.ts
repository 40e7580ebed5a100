import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig } from 'vite'
import type { RelayOrder } from '#contract/relay.ts'
import type { Log, RelayLink } from '#core/app/ports.ts'
import { createRelayHost, type RelayProcess } from '../../main/relay-host/relay-host.ts'
import { FactRecorder } from './fact-recorder.ts'
import { wallClock } from './wall-clock.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The relay, bundled for a test. */
export interface BuiltRelay {
  readonly entry: string
  remove(): void
}

/** Bundles the relay into a folder of its own, as the app's build does. Takes about a second. */
export async function buildRelay(): Promise<BuiltRelay> {
  const scratch = join(root, '.cache', 'test')
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(join(scratch, 'relay-'))
  const { programs } = (await import(new URL('../../script/vite-configs.mjs', import.meta.url).href)) as BuildPrograms
  await build(programs.relay.config({ outDir: folder, watch: null }))
  return { entry: join(folder, 'index.mjs'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

interface BuildPrograms {
  readonly programs: { readonly relay: { config(to: { readonly outDir: string; readonly watch: null }): InlineConfig } }
}

/** A relay in a process of its own, kept by main's own keeper. */
export interface RelayInProcess extends RelayLink {
  readonly facts: FactRecorder
  /** The pid of the relay that runs now. */
  pid(): number
  /** Ends the relay as a crash would; resolves when its exit was seen. The keeper starts another. */
  crash(): Promise<void>
  dispose(): Promise<void>
}

/** What a test may choose. */
export interface RelayProcessOptions {
  readonly entry: string
  readonly runFile: string
  readonly environment?: Readonly<Record<string, string>>
  /** What runs it instead of Node. */
  readonly execPath?: string
}

const disposeDeadlineMs = 5_000
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Starts the built relay with Node; resolves with its `hello`. */
export async function startRelayProcess(options: RelayProcessOptions): Promise<RelayInProcess> {
  const facts = new FactRecorder()
  let current: ChildProcess | null = null
  const start = (): RelayProcess => {
    const child = forkRelay(options)
    current = child
    // The keeper turns log facts into log lines; a test wants to see them, too.
    child.on('message', facts.add)
    return relayProcessOf(child)
  }
  const host = createRelayHost({ start, clock: wallClock, log: silent })
  host.start()
  await facts.waitFor('hello')
  return {
    facts,
    order: (order) => host.order(order),
    onFact: (listener) => host.onFact(listener),
    onStarted: (listener) => host.onStarted(listener),
    onStopped: (listener) => host.onStopped(listener),
    pid: () => current?.pid ?? 0,
    crash: () =>
      new Promise((resolve) => {
        current?.once('exit', () => resolve())
        current?.kill('SIGKILL')
      }),
    async dispose() {
      await host.dispose(disposeDeadlineMs)
      facts.checkRule()
    },
  }
}

/** Starts the relay without a keeper. */
export function forkRelay({
  entry,
  runFile,
  environment = {},
  execPath = process.execPath,
}: RelayProcessOptions): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', ...environment, CULVERT_RELAY_RUN_FILE: runFile }
  return fork(entry, [], { env, execPath, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

function relayProcessOf(child: ChildProcess): RelayProcess {
  return {
    get pid() {
      return child.pid
    },
    post: (order: RelayOrder) => void child.send(order, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', (code) => listener(code ?? -1)),
    kill: () => void child.kill('SIGKILL'),
  }
}
