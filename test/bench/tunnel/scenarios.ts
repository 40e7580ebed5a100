import type { AgentPacing, TunnelFigure } from '../figure.ts'
import {
  measureDownload,
  measureEcho,
  measureEchoDuringUpload,
  measureUpload,
  type OpenStream,
} from '../engine/measure.ts'
import type { WorldReady } from '../engine/world.ts'
import { countConcurrentFailures, measureNewConnection } from './connections.ts'

/** One way to the endpoints. */
export interface Way {
  readonly engine: 'builtin' | 'plugin' | 'direct'
  readonly agent: AgentPacing
  /** Measures through a session of its own, which is stopped afterwards. */
  through<T>(endpoint: keyof WorldReady, measure: (openStream: OpenStream) => Promise<T>): Promise<T>
  /** Processor time of what carries the bytes, so far; null where that is unknown. */
  cpuSeconds(): number | null
}

/** What a scenario found out; a figure that a way does not have is left out. */
export type Findings = Partial<Readonly<Record<TunnelFigure, number>>>

/** A way of use, and the figures that come of it. */
export interface Scenario {
  readonly names: readonly TunnelFigure[]
  measure(way: Way): Promise<Findings>
}

/** Enough for a second or more of each, so that start-up effects drown, and no more: the plugin sends 0.7 MB/s. */
const uploadBytes = { builtin: 40_000_000, plugin: 3_000_000, direct: 400_000_000 }
/** Once the code is warm, as it is for most of a gigabyte. */
const cpuBytes = { builtin: 100_000_000, plugin: 3_000_000, direct: 400_000_000 }
const pacedDownloadBytes = { builtin: 1_500_000, plugin: 1_500_000, direct: 400_000_000 }
const unpacedDownloadBytes = { builtin: 40_000_000, plugin: 40_000_000, direct: 400_000_000 }
const echoes = 500
/** Beside a bulk transfer the plugin takes 0.2 s for each. */
const busyEchoes = { builtin: 200, plugin: 20, direct: 200 }
const busyWarmUps = { builtin: 50, plugin: 5, direct: 50 }
const newConnections = 30

export const scenarios: readonly Scenario[] = [
  { names: ['upload', 'cpu-s-per-gb'], measure: upload },
  { names: ['download'], measure: download },
  { names: ['echo-p50', 'echo-p99'], measure: echo },
  { names: ['new-connection'], measure: newConnection },
  { names: ['echo-beside-bulk'], measure: echoBesideBulk },
  { names: ['concurrent-100'], measure: concurrentConnections },
]

async function upload(way: Way): Promise<Findings> {
  return await way.through('sinkPort', async (openStream) => {
    const { megabytesPerSecond } = await measureUpload(openStream, uploadBytes[way.engine])
    const before = way.cpuSeconds()
    const { bytes } = await measureUpload(openStream, cpuBytes[way.engine])
    const after = way.cpuSeconds()
    if (before === null || after === null) return { upload: megabytesPerSecond }
    return { upload: megabytesPerSecond, 'cpu-s-per-gb': (after - before) / (bytes / 1e9) }
  })
}

async function download({ engine, agent, through }: Way): Promise<Findings> {
  const bytes = (agent === 'faithful' ? pacedDownloadBytes : unpacedDownloadBytes)[engine]
  const { megabytesPerSecond } = await through('sourcePort', (openStream) => measureDownload(openStream, bytes))
  return { download: megabytesPerSecond }
}

async function echo({ through }: Way): Promise<Findings> {
  const { p50, p99 } = await through('echoPort', (openStream) => measureEcho(openStream, echoes))
  return { 'echo-p50': p50, 'echo-p99': p99 }
}

async function newConnection({ through }: Way): Promise<Findings> {
  const median = await through('echoPort', (openStream) => measureNewConnection(openStream, newConnections))
  return { 'new-connection': median }
}

async function echoBesideBulk({ engine, through }: Way): Promise<Findings> {
  const { p50 } = await through('mixedPort', (openStream) =>
    measureEchoDuringUpload(openStream, busyEchoes[engine], busyWarmUps[engine]),
  )
  return { 'echo-beside-bulk': p50 }
}

async function concurrentConnections({ through }: Way): Promise<Findings> {
  return { 'concurrent-100': await through('echoPort', countConcurrentFailures) }
}
