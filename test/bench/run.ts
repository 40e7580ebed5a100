import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureAppStart } from './app-start.ts'
import type { Figure, Measurement, Report } from './figure.ts'
import { measureFirstByte } from './first-byte.ts'
import { judge } from './goals.ts'
import { measureRendererBundle } from './renderer-bundle.ts'
import { measureEngines } from './tunnel/measure-engines.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the script that starts us has built. Paths of files. */
export interface BenchPrograms {
  readonly relay: string
  readonly farEnd: string
}

/** Everything that we measure, one figure after the other: nothing runs beside a measurement. */
export async function runBench(programs: BenchPrograms, report: Report): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const add = (measurement: Measurement): void => {
    const figure = judge(measurement)
    figures.push(figure)
    report(sentence(figure))
  }
  add(measureRendererBundle(join(root, 'dist', 'renderer')))
  add(await measureAppStart(root))
  for (const measurement of await measureFirstByte(report)) add(measurement)
  for (const measurement of await measureEngines(programs, report)) add(measurement)
  return figures
}

function sentence({ name, engine, value, unit, goal, holds }: Figure): string {
  const verdict = holds === null ? '' : ` (${goal}: ${holds ? 'holds' : 'FALLS SHORT'})`
  return `${name}${engine === null ? '' : ` ${engine}`}: ${value.toPrecision(3)} ${unit}${verdict}`
}
