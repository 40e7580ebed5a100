/** What carries the bytes in a measurement; `null` where no tunnel takes part, `builtin/plugin` where one is divided by the other. */
export type BenchEngine = 'builtin' | 'plugin' | 'direct' | 'builtin/plugin' | null

/** How the agent at the far end paces itself: as the real one (1,024 bytes, then 1 ms of sleep), or not at all. */
export type AgentPacing = 'faithful' | 'unpaced'

/** What is measured of each way through, in the order of the table. */
export const tunnelFigures = [
  'upload',
  'download',
  'echo-p50',
  'echo-p99',
  'new-connection',
  'echo-beside-bulk',
  'concurrent-100',
  'cpu-s-per-gb',
  'rss-per-session',
] as const

export type TunnelFigure = (typeof tunnelFigures)[number]

const appFigures = ['first-byte', 'app-start', 'renderer-bundle', 'renderer-lazy', 'recovery'] as const

/** What is measured of the list, by the number of saved tunnels. */
export const listFigures = ['list-start', 'list-filter', 'list-memory'] as const

/** What is measured of shells up to the port between relay and page. */
export const portShellFigures = ['shell-throughput', 'shell-port-echo'] as const

/** What is measured of shells in the window. */
const windowShellFigures = [
  'shell-flood',
  'shell-drawn',
  'shell-frame-gap',
  'shell-growth',
  'shell-interrupt',
  'shell-interrupt-loopback',
  'shell-key-echo',
  'shell-panes',
] as const

/** What is measured of the sessions behind one port. */
export const poolFigures = [
  'parallel-download',
  'echo-beside-dump',
  'echo-beside-dump-p99',
  'echo-beside-dump-older',
  'rotation-failures',
  'recovery-after-drop',
  'recovery-after-wake',
  'upload-rtt',
  'echo-rtt',
  'left-after-connects',
  'left-after-rotations',
  'idle-cpu-20',
  'rss-per-armed-tunnel',
] as const

export type PoolFigure = (typeof poolFigures)[number]

const shellFigures = [...portShellFigures, ...windowShellFigures]

export type FigureName =
  | TunnelFigure
  | `${TunnelFigure}-unpaced`
  | (typeof appFigures)[number]
  | (typeof listFigures)[number]
  | (typeof portShellFigures)[number]
  | (typeof windowShellFigures)[number]
  | PoolFigure

/** Every name that a figure may have. */
export const figureNames: readonly FigureName[] = [
  ...appFigures,
  ...listFigures,
  ...shellFigures,
  ...poolFigures,
  ...tunnelFigures,
  ...tunnelFigures.map((name) => `${name}-unpaced` as const),
]

/** Names that stand for several figures. */
export const figureGroups: Readonly<Record<string, readonly FigureName[]>> = {
  app: appFigures,
  list: listFigures,
  shells: shellFigures,
  // What several sessions are worth shows beside what one of them costs.
  pool: [...poolFigures, 'upload', 'echo-p50', 'cpu-s-per-gb'],
  engines: figureNames.filter(
    (name) => ![...appFigures, ...listFigures, ...shellFigures, ...poolFigures].some((other) => other === name),
  ),
}

/**
 * One number, as measured. Units: up- and download, shell-throughput, shell-drawn and recovery MB/s (10⁶ bytes), renderer-bundle and
 * renderer-lazy KB (10³ bytes, compressed), rss-per-session, list-memory, shell-flood, shell-growth and shell-panes MB, concurrent-100
 * connections that failed, parallel-download and upload-rtt MB/s, rotation-failures connections that failed or were cut, left-after-connects and
 * left-after-rotations sockets, handles and sessions that are still there, idle-cpu-20 % of one core, rss-per-armed-tunnel MB, cpu-s-per-gb seconds of processor per 10⁹
 * bytes, the others milliseconds; a ratio has none.
 */
export interface Measurement {
  readonly name: FigureName
  readonly engine: BenchEngine
  readonly value: number
  /** Only where an agent takes part. */
  readonly agent?: AgentPacing
  /** How many tunnels are saved; only of the list's figures. */
  readonly n?: number
  /** How many transfers run at once; only of parallel transfers. */
  readonly k?: number
  /** Round trip between engine and gateway (ms), where one was added. */
  readonly rtt?: number
  /** What was measured with it and has no goal, in the same unit unless its name says another. */
  readonly beside?: Readonly<Record<string, number>>
  /** What has to be known of the machine to read the number. */
  readonly note?: string
}

/** A measurement beside what it should be. `holds` is null where nothing is promised, as for what we only compare with. */
export interface Figure extends Measurement {
  readonly unit: 'MB/s' | 'ms' | 'KB' | 'MB' | 's' | 'count' | '%' | '×'
  readonly goal: string | null
  readonly holds: boolean | null
}

/** Which figures a run is to make. */
export type IsWanted = (name: FigureName) => boolean

/** Tells how a long run goes on. */
export type Report = (line: string) => void

/** The name of a figure by the pacing of the agent; the plain name is the faithful agent's. */
export function nameOf(figure: TunnelFigure, agent: AgentPacing): FigureName {
  return agent === 'faithful' ? figure : `${figure}-unpaced`
}
