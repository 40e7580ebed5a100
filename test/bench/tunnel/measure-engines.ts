import { setTimeout as delay } from 'node:timers/promises'
import { findOfficialPlugin } from '../../support/official-plugin.ts'
import {
  type AgentPacing,
  type IsWanted,
  type Measurement,
  nameOf,
  type Report,
  type TunnelFigure,
  tunnelFigures,
} from '../figure.ts'
import { type BenchRelay, type PluginBinary, startBenchRelay } from './bench-relay.ts'
import { usageOf } from './process-usage.ts'
import { measureRecovery } from './recovery.ts'
import { type Findings, scenarios, type Way } from './scenarios.ts'
import { measureSessionMemory } from './session-memory.ts'
import { directWay, tunnelWay } from './ways.ts'

/** Every way has its turn in every round, so that a machine's good and bad moments fall on all. */
const rounds = 3
const scenarioLimitMs = 60_000

/** What the script that starts us has built. */
interface Programs {
  readonly relay: string
  readonly farEnd: string
}

/**
 * Builtin engine, AWS's plugin and a plain connection in one run, through the door of the built relay to the sandbox's
 * agent: once with the real agent's constants (1,024 bytes, then 1 ms of sleep), once without its brakes.
 */
export async function measureEngines(
  programs: Programs,
  isWanted: IsWanted,
  report: Report,
): Promise<readonly Measurement[]> {
  const plugin = await findOfficialPlugin()
  if (plugin === null) report('plugin: NOT MEASURED, session-manager-plugin is not installed')
  if (usageOf(process.pid) === null) report('processor time and memory: NOT MEASURED, this system has no /proc')
  return [
    ...(await measureAgent(programs, plugin, { agent: 'faithful', isWanted })),
    ...(isWanted('rss-per-session') ? await measureMemory(programs, plugin) : []),
    ...(isWanted('recovery') ? [await measureLosses(programs)] : []),
    ...(await measureAgent(programs, plugin, { agent: 'unpaced', isWanted })),
  ]
}

interface Series {
  readonly agent: AgentPacing
  readonly isWanted: IsWanted
}

async function measureAgent(
  programs: Programs,
  plugin: PluginBinary | null,
  { agent, isWanted }: Series,
): Promise<readonly Measurement[]> {
  const relay = await startBenchRelay(programs)
  try {
    const ways = [
      tunnelWay(relay, { engine: 'builtin', agent, plugin: null }),
      ...(plugin === null ? [] : [tunnelWay(relay, { engine: 'plugin', agent, plugin })]),
      // No agent, no difference.
      ...(agent === 'faithful' ? [directWay(relay)] : []),
    ]
    const isAsked = (name: TunnelFigure): boolean => isWanted(nameOf(name, agent))
    const findings = new Map<Way, Findings[]>(ways.map((way) => [way, []]))
    for (let round = 0; round < rounds; round += 1) {
      for (const [way, found] of findings) found.push(await oneRound(way, isAsked))
    }
    return [...findings].flatMap(([way, found]) => summary(way, found, isAsked))
  } finally {
    await relay.stop()
  }
}

async function oneRound(way: Way, isAsked: (name: TunnelFigure) => boolean): Promise<Findings> {
  let found: Findings = {}
  for (const { names, measure } of scenarios) {
    if (names.some(isAsked)) found = { ...found, ...(await inTime(`${names[0]} ${way.engine}`, measure(way))) }
  }
  return found
}

/** Fails a run that would otherwise hang. */
async function inTime<T>(what: string, measured: Promise<T>): Promise<T> {
  const over = new AbortController()
  const late = delay(scenarioLimitMs, null, { signal: over.signal }).then(() =>
    Promise.reject(new Error(`${what}: no result within ${scenarioLimitMs / 1_000} s`)),
  )
  late.catch(() => undefined)
  return await Promise.race([measured, late]).finally(() => over.abort())
}

function summary(
  { engine, agent }: Way,
  found: readonly Findings[],
  isAsked: (name: TunnelFigure) => boolean,
): readonly Measurement[] {
  return tunnelFigures.filter(isAsked).flatMap((figure) => {
    const values = found.flatMap((findings) => findings[figure] ?? []).toSorted((one, other) => one - other)
    // A failure is a failure, in whichever round; of everything else the median counts.
    const value = figure === 'concurrent-100' ? values.at(-1) : values[Math.floor(values.length / 2)]
    if (value === undefined) return []
    return [{ name: nameOf(figure, agent), engine, value, ...(engine === 'direct' ? {} : { agent }) }]
  })
}

async function measureLosses(programs: Programs): Promise<Measurement> {
  const relay = await startBenchRelay(programs)
  try {
    const value = await inTime('recovery builtin', measureRecovery(relay))
    return { name: 'recovery', engine: 'builtin', value, agent: 'unpaced' }
  } finally {
    await relay.stop()
  }
}

async function measureMemory(programs: Programs, plugin: PluginBinary | null): Promise<readonly Measurement[]> {
  const measure = async (
    engine: 'builtin' | 'plugin',
    binary: PluginBinary | null,
  ): Promise<readonly Measurement[]> => {
    const relay: BenchRelay = await startBenchRelay(programs)
    try {
      const value = await inTime(`rss-per-session ${engine}`, measureSessionMemory(relay, binary))
      return value === null ? [] : [{ name: 'rss-per-session', engine, value, agent: 'faithful' }]
    } finally {
      await relay.stop()
    }
  }
  return [...(await measure('builtin', null)), ...(plugin === null ? [] : await measure('plugin', plugin))]
}
