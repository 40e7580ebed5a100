import type { IsWanted, Measurement, PoolFigure, Report } from '../figure.ts'
import { findOfficialPlugin } from '../../support/official-plugin.ts'
import { measureBesideDump, measureParallel } from './lanes.ts'
import { measureDistances } from './distance.ts'
import { measureLeftAfterConnects, measureLeftAfterRotations } from './left-behind.ts'
import { openPoolWorld, type PoolWorld } from './pool-world.ts'
import { measureAfterDrop, measureAfterWake } from './recoveries.ts'
import { countRotationFailures } from './rotations.ts'

interface Programs {
  readonly relay: string
  readonly farEnd: string
}

type Series = readonly [names: readonly PoolFigure[], measure: (pool: PoolWorld) => Promise<readonly Measurement[]>]

const builtin = 'builtin' as const
const oneByOne = 'started one after the other, each when its session was there'

const series: readonly Series[] = [
  [
    ['parallel-download'],
    async (pool) => [
      { name: 'parallel-download', engine: builtin, k: 1, value: await measureParallel(pool, 1) },
      { name: 'parallel-download', engine: builtin, k: 4, value: await measureParallel(pool, 4), note: oneByOne },
    ],
  ],
  [
    ['echo-beside-dump', 'echo-beside-dump-p99'],
    async (pool) => {
      const { p50, p99 } = await measureBesideDump(pool, 'after')
      return [
        { name: 'echo-beside-dump', engine: builtin, value: p50 },
        { name: 'echo-beside-dump-p99', engine: builtin, value: p99 },
      ]
    },
  ],
  [
    ['echo-beside-dump-older'],
    async (pool) => {
      const { p50, p99 } = await measureBesideDump(pool, 'before')
      return [{ name: 'echo-beside-dump-older', engine: builtin, value: p50, beside: { p99 } }]
    },
  ],
  [['rotation-failures'], async (pool) => [await countRotationFailures(pool)]],
  [['recovery-after-drop'], async (pool) => [await measureAfterDrop(pool)]],
  [['recovery-after-wake'], async (pool) => [await measureAfterWake(pool)]],
  [['left-after-connects'], async (pool) => [await measureLeftAfterConnects(pool)]],
]

/** The sessions behind one port: those beside a dump, those that follow each other, and what is left of them. */
export async function measurePool(
  programs: Programs,
  isWanted: IsWanted,
  report: Report,
): Promise<readonly Measurement[]> {
  const found: Measurement[] = []
  for (const [names, measure] of series) {
    if (!names.some(isWanted)) continue
    const pool = await openPoolWorld(programs)
    try {
      found.push(...(await measure(pool)))
    } catch (error) {
      report(`${names.join(', ')}: NOT MEASURED, ${String(error)}`)
    } finally {
      await pool.stop()
    }
  }
  if (isWanted('left-after-rotations')) found.push(await measureLeftAfterRotations(programs))
  if (isWanted('upload-rtt') || isWanted('echo-rtt')) {
    found.push(...(await measureDistances(programs, await findOfficialPlugin(), isWanted)))
  }
  return found
}
