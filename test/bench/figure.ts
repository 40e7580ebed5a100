/** What carries the bytes in a measurement; `null` where no tunnel takes part. */
export type BenchEngine = 'builtin' | 'plugin' | 'direct' | null

export type FigureName = 'upload' | 'echo-p50' | 'first-byte' | 'app-start' | 'renderer-bundle'

/** One number, as measured. Units: upload MB/s (10⁶ bytes), renderer-bundle KB (10³ bytes), the others milliseconds. */
export interface Measurement {
  readonly name: FigureName
  readonly engine: BenchEngine
  readonly value: number
}

/** A measurement beside what it should be. `holds` is null where nothing is promised, as for what we only compare with. */
export interface Figure extends Measurement {
  readonly unit: 'MB/s' | 'ms' | 'KB'
  readonly goal: string | null
  readonly holds: boolean | null
}

/** Tells how a long run goes on. */
export type Report = (line: string) => void
