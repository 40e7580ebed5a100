import { createServer } from 'node:net'
import type { PortProbe, RunProgram } from '../../app/ports.ts'
import { linuxSockets } from './linux-sockets.ts'
import { banOf } from './port-ban.ts'
import { parseLsof, parseNetstat, parseTasklist, type SocketRow } from './sockets.ts'
import { createAskTool, type AskTool } from './system-tool.ts'

type PortCheck = Awaited<ReturnType<PortProbe['check']>>
type BindOutcome = 'free' | 'taken' | 'forbidden' | 'missing'
/** Where a tunnel listens that has no address of its own. */
const bothAddresses: readonly string[] = ['127.0.0.1', '::1']

type Owner = { readonly port: number; readonly program: string; readonly pid: number }

/** Asks the system who has a port; every question ends within about two seconds. */
export function createPortProbe(run: RunProgram, platform: NodeJS.Platform = process.platform): PortProbe {
  const ask = createAskTool(run)
  const list = (ports: ReadonlySet<number>): Promise<readonly SocketRow[]> => socketsOn(platform, ports, ask)
  return {
    async check({ localPort: port, localAddress }): Promise<PortCheck> {
      const addresses = localAddress === undefined ? bothAddresses : [localAddress]
      const outcome = await bindAll(port, addresses)
      if (outcome === 'missing' && localAddress !== undefined) return { state: 'address-missing' }
      if (outcome === 'forbidden') return { state: 'forbidden', ban: await banOf(port, platform, ask) }
      // macOS lets one address be bound beside another program's wildcard listener: there only the list tells.
      if (isFree(outcome) && platform !== 'darwin') return { state: 'free' }
      const inTheWay = (row: SocketRow): boolean => row.localAddress === '*' || addresses.includes(row.localAddress)
      const listeners = (await list(new Set([port]))).filter((row) => row.listens && row.localPort === port)
      const rows = listeners.filter(inTheWay)
      if (isFree(outcome) && rows.length === 0) return { state: 'free' }
      const [owner] = await named(rows.slice(0, 1), ask)
      return { state: 'taken', owner: owner === undefined ? null : { program: owner.program, pid: owner.pid } }
    },
    async programsOf(ports) {
      if (ports.length === 0) return []
      const wanted = new Set(ports)
      const rows = (await list(wanted)).filter((row) => !row.listens && wanted.has(row.localPort))
      return named(
        rows.filter((row) => row.pid > 0),
        ask,
      )
    },
  }
}

function socketsOn(platform: NodeJS.Platform, ports: ReadonlySet<number>, ask: AskTool): Promise<readonly SocketRow[]> {
  if (platform === 'linux') return linuxSockets(ports)
  return platform === 'win32' ? windowsSockets(ports, ask) : lsofSockets(ports, ask)
}

async function lsofSockets(ports: ReadonlySet<number>, ask: AskTool): Promise<readonly SocketRow[]> {
  const text = await ask('lsof', ['-nP', `-iTCP:${[...ports].join(',')}`, '-F', 'pcfnT'])
  return text === null ? [] : parseLsof(text)
}

async function windowsSockets(ports: ReadonlySet<number>, ask: AskTool): Promise<readonly SocketRow[]> {
  const texts = await Promise.all(['TCP', 'TCPv6'].map((family) => ask('netstat', ['-ano', '-p', family])))
  return texts.flatMap((text) => parseNetstat(text ?? '')).filter((row) => ports.has(row.localPort))
}

async function named(rows: readonly SocketRow[], ask: AskTool): Promise<readonly Owner[]> {
  const pids = [...new Set(rows.filter(({ program }) => program === null).map(({ pid }) => pid))]
  const names = new Map(await Promise.all(pids.map(async (pid) => [pid, await imageName(pid, ask)] as const)))
  return rows.flatMap(({ localPort, pid, program }) => {
    const name = program ?? names.get(pid) ?? null
    return name === null ? [] : [{ port: localPort, pid, program: name }]
  })
}

async function imageName(pid: number, ask: AskTool): Promise<string | null> {
  if (process.platform !== 'win32') return null
  const text = await ask('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
  return text === null ? null : parseTasklist(text)
}

/** A machine without IPv6 has only one of the addresses that all have. */
const isFree = (outcome: BindOutcome): boolean => outcome === 'free' || outcome === 'missing'

/** Binds the port on each address for an instant. */
async function bindAll(port: number, addresses: readonly string[]): Promise<BindOutcome> {
  let outcome: BindOutcome = 'free'
  for (const address of addresses) {
    outcome = await bind(port, address)
    if (!isFree(outcome)) return outcome
  }
  return outcome
}

function bind(port: number, host: string): Promise<BindOutcome> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(outcomeOf(error.code)))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve('free')))
  })
}

function outcomeOf(code: string | undefined): BindOutcome {
  if (code === 'EADDRINUSE') return 'taken'
  if (code === 'EADDRNOTAVAIL') return 'missing'
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden'
  return 'free'
}
