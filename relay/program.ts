import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RelayFact } from '#contract/relay.ts'
import { monotonicClock } from './clock.ts'
import { createEngines } from './engine/engines.ts'
import { parseOrder } from './orders.ts'
import { ChildKeeper } from './process/child-keeper.ts'
import { sweepOrphans } from './process/orphan-sweep.ts'
import type { ProcessLink } from './process/process-link.ts'
import { RunFile } from './process/run-file.ts'
import { createRelay } from './relay.ts'
import type { StreamPort } from './stream-port.ts'

/** Exit codes, as in `sysexits.h`. */
const exitCodes = { stopped: 0, usage: 64, bug: 70 } as const
/** The other side is gone: nobody waits for an orderly end, but AWS should hear that the sessions are over. */
const abandonedDeadlineMs = 2_000
const childrenDeadlineMs = 500

/** Runs the relay over a link until it is told to stop, or its other side is gone. Ends the process. */
export async function runRelay(link: ProcessLink): Promise<void> {
  const send = (fact: RelayFact): void => link.send(fact)
  const log = (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>): void =>
    send({ type: 'log', level, event, fields })
  const runFile = openRunFile((message) => log('warn', 'run-file', { message }))
  const children = new ChildKeeper(monotonicClock, runFile)
  exitOnBug(link, children)

  const end = async (): Promise<void> => {
    await children.dispose(childrenDeadlineMs)
    runFile?.discard()
    await removeFiles()
    await link.flush()
    process.exit(exitCodes.stopped)
  }
  const engines = createEngines(children, monotonicClock, filesFolder())
  const relay = createRelay({ send, engines, stopped: () => void end() })
  const abandon = (): void => void relay.dispose(abandonedDeadlineMs).then(end)
  link.onGone(abandon)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, abandon)
  // Ctrl-C in a terminal reaches every process of the app; what becomes of the tunnels is for main to say.
  process.on('SIGINT', () => {})

  // Orders that come before the old children are gone wait in the link: no port is taken while an orphan may hold it.
  const early: Parameters<typeof hear>[] = []
  let hear = (message: unknown, port?: StreamPort): void => void early.push([message, port])
  link.onMessage((message, port) => hear(message, port))
  const swept = runFile === null ? [] : await sweepOrphans(await runFile.orphans(), monotonicClock)
  await runFile?.claim()
  await removeFiles()
  hear = (message, port) => {
    const parsed = parseOrder(message)
    if (parsed.ok) relay.order(parsed.order, port)
    else log('error', 'order-not-understood', { orderType: parsed.orderType, issues: parsed.issues })
  }
  send({ type: 'hello', pid: process.pid })
  if (swept.length > 0) log('warn', 'orphans-swept', { pids: swept })
  for (const [message, port] of early) hear(message, port)
}

/** Without a link there is nobody to work for. */
export function refuseToRun(): never {
  process.stderr.write('The relay is started by Culvert, not by hand.\n')
  process.exit(exitCodes.usage)
}

function openRunFile(trouble: (message: string) => void): RunFile | null {
  const path = runFilePath()
  return path === null ? null : new RunFile(path, trouble)
}

function runFilePath(): string | null {
  return process.env['CULVERT_RELAY_RUN_FILE'] || null
}

/** Beside the run file, so that the next relay finds what a killed one left. */
function filesFolder(): string | null {
  const path = runFilePath()
  return path === null ? null : join(dirname(path), 'relay-files')
}

async function removeFiles(): Promise<void> {
  const folder = filesFolder()
  if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
}

/** A bug ends the program, for its state is not known any more: told, children killed, and main starts another. */
function exitOnBug(link: ProcessLink, children: ChildKeeper): void {
  process.on('exit', () => children.killAll())
  const die = (error: unknown): void => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    link.send({ type: 'log', level: 'error', event: 'relay-bug', fields: { message } })
    void link.flush().finally(() => process.exit(exitCodes.bug))
  }
  process.on('uncaughtException', die)
  process.on('unhandledRejection', die)
}
