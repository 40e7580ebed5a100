import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { DatabaseAccess, Fault, StateReport } from '#sandbox/start.ts'

/** The sandbox as a program of its own, driven over its control API. */
export interface SandboxProcess {
  /** Variables that lead AWS clients to it. */
  readonly environment: Readonly<Record<string, string>>
  readonly portalUrl: string
  readonly pid: number
  /** Servers that run, with who may log in; an engine that is not installed is not among them. */
  readonly databases: readonly DatabaseAccess[]
  state(): Promise<StateReport>
  fault(...faults: readonly Fault[]): Promise<void>
  /** Closes its standard input and waits for its end. */
  stop(): Promise<void>
}

interface ReadyLine {
  readonly environment: Readonly<Record<string, string>>
  readonly controlUrl: string
  readonly portalUrl: string
  readonly databases: readonly DatabaseAccess[]
}

const repository = join(import.meta.dirname, '..', '..')
const stopDeadlineMs = 15_000

/** Starts `dist/sandbox`; it stops by itself when this process is gone, for its standard input closes then. */
export async function startSandboxProcess(options: readonly string[] = []): Promise<SandboxProcess> {
  const program = join(repository, 'dist', 'sandbox', 'index.mjs')
  const child = spawn(process.execPath, [program, '--json', '--until-stdin-closes', ...options], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const complaints: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text))
  const ended = once(child, 'exit')
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)),
    ended.then(([code]) => {
      throw new Error(`the sandbox ended with ${String(code)}: ${complaints.join('').slice(-2_000)}`)
    }),
  ])
  const ready = JSON.parse(line) as ReadyLine
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const request =
      body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const response = await fetch(`${ready.controlUrl}/_sandbox/${path}`, request)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return await response.json()
  }
  return {
    environment: ready.environment,
    portalUrl: ready.portalUrl,
    databases: ready.databases,
    pid: child.pid ?? 0,
    state: async () => (await ask('state')) as StateReport,
    async fault(...faults) {
      for (const fault of faults) await ask('faults', fault)
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs)
      await ended
      clearTimeout(timer)
    },
  }
}
