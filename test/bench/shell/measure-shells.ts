import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findOfficialPlugin } from '../../support/official-plugin.ts'
import { type IsWanted, type Measurement, portShellFigures, type Report } from '../figure.ts'
import type { PluginBinary } from '../tunnel/bench-relay.ts'
import { type BenchShell, ShellBench } from './bench-shell.ts'

const rounds = 3
const echoes = 400
/** As much as takes a few seconds. The plugin takes 1,024 bytes at a time from its channel. */
const floodBytes = { builtin: 100_000_000, plugin: 20_000_000 } as const

interface Programs {
  readonly farEnd: string
  readonly relayThread: string
}

/**
 * Shells through the relay, up to the port where the page would be: how much a reader gets that returns credit at once (agent without
 * sleep, 16,384 bytes a message), and how soon a key is back from a program in raw mode (the real agent's constants).
 */
export async function measureShells(
  programs: Programs,
  isWanted: IsWanted,
  report: Report,
): Promise<readonly Measurement[]> {
  if (!portShellFigures.some(isWanted)) return []
  const plugin = await findOfficialPlugin()
  if (plugin === null) report('plugin: NOT MEASURED, session-manager-plugin is not installed')
  const bench = await ShellBench.start(programs)
  const folder = await mkdtemp(join(tmpdir(), 'culvert-bench-'))
  try {
    const flood = join(folder, 'flood')
    await writeFile(flood, mixedOutput())
    const engines = [['builtin', null], ...(plugin === null ? [] : [['plugin', plugin] as const])] as const
    const found: Measurement[] = []
    for (const [engine, binary] of engines) {
      if (isWanted('shell-throughput')) {
        const value = await median(() => throughput(bench, binary, flood, floodBytes[engine]))
        found.push({ name: 'shell-throughput', engine, value, agent: 'unpaced' })
      }
      if (isWanted('shell-port-echo')) {
        const value = await median(() => echoTime(bench, binary))
        found.push({ name: 'shell-port-echo', engine, value, agent: 'faithful' })
      }
    }
    return found
  } finally {
    await bench.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function median(measure: () => Promise<number>): Promise<number> {
  const values: number[] = []
  for (let round = 0; round < rounds; round += 1) values.push(await measure())
  return values.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0
}

/** MB/s from the first byte to the last. */
async function throughput(
  bench: ShellBench,
  plugin: PluginBinary | null,
  flood: string,
  bytes: number,
): Promise<number> {
  const times = Math.ceil(bytes / outputBytes)
  const commands = `stty raw -echo; echo go; head -c 1 >/dev/null; for i in $(seq ${times}); do cat ${flood}; done; head -c 1 >/dev/null`
  const shell = await bench.open({ commands, payloadBytes: 16_384, sleepMs: 0, firstOutputMs: 0 }, plugin)
  try {
    await heard(shell, 'go\n'.length)
    const startedAt = performance.now()
    const done = heard(shell, times * outputBytes)
    type(shell)
    await done
    return (times * outputBytes) / 1_000 / (performance.now() - startedAt)
  } finally {
    await shell.close()
  }
}

/** Milliseconds from a key to its echo, in the middle of many. */
async function echoTime(bench: ShellBench, plugin: PluginBinary | null): Promise<number> {
  const shell = await bench.open({ commands: 'stty raw -echo; echo go; cat', firstOutputMs: 0 }, plugin)
  try {
    await heard(shell, 'go\n'.length)
    const times: number[] = []
    for (let sent = 0; sent < echoes; sent += 1) {
      const startedAt = performance.now()
      const back = heard(shell, 1)
      type(shell)
      await back
      times.push(performance.now() - startedAt)
    }
    return times.toSorted((one, other) => one - other)[echoes / 2] ?? 0
  } finally {
    await shell.close()
  }
}

function type(shell: BenchShell): void {
  shell.say({ type: 'input', bytes: new Uint8Array([0x78]) })
}

/** Resolves once so many bytes have come; all are drawn at once. */
function heard(shell: BenchShell, bytes: number): Promise<void> {
  let left = bytes
  return new Promise((resolve, reject) => {
    shell.hear((message) => {
      if (message.type === 'end') return reject(new Error(`the shell ended ${left} bytes early`))
      if (message.type !== 'output') return
      shell.say({ type: 'drawn', bytes: message.bytes.length })
      left -= message.bytes.length
      if (left <= 0) resolve()
    })
  })
}

const outputBytes = 1_000_000

/** Lines as programs print them: words, colours, wide letters. */
function mixedOutput(): Buffer {
  const line = (n: number): string =>
    `\u001b[32m${String(n).padStart(8, '0')}\u001b[0m GET /orders/${n} 200 \u001b[2m${n % 97} ms\u001b[22m 注文${n} äöü\r\n`
  let text = ''
  for (let n = 0; Buffer.byteLength(text) < outputBytes; n += 1)
    text += Array.from({ length: 50 }, (_, at) => line(n * 50 + at)).join('')
  return Buffer.from(text).subarray(0, outputBytes)
}
