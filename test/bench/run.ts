import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureAppStart } from './app-start.ts'
import {
  type Figure,
  figureGroups,
  figureNames,
  type FigureName,
  type IsWanted,
  type Measurement,
  type Report,
} from './figure.ts'
import { measureFirstByte } from './first-byte.ts'
import { judge } from './goals.ts'
import { measureList } from './list/measure-list.ts'
import { ratiosOf } from './ratios.ts'
import { measureIdleApp } from './pool/idle-app.ts'
import type { measurePool } from './pool/measure-pool.ts'
import { measureRendererBundle } from './renderer-bundle.ts'
import { measureShells } from './shell/measure-shells.ts'
import { measureShellWindow } from './shell/window/measure-window.ts'
import { measureEngines } from './tunnel/measure-engines.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the script that starts us has built. Paths of files. */
export interface BenchPrograms {
  readonly relay: string
  readonly farEnd: string
  /** The relay in a thread, whose ports a test can have. */
  readonly relayThread: string
  readonly measurePool: typeof measurePool
}

/**
 * Everything that we measure, one figure after the other: nothing runs beside a measurement.
 *
 * @param only names of the figures to make, or of groups of them; empty = all. Throws on a name that is none.
 */
export async function runBench(
  programs: BenchPrograms,
  only: readonly string[],
  report: Report,
): Promise<readonly Figure[]> {
  const isWanted = selection(only)
  const figures: Figure[] = []
  const add = (measurement: Measurement): void => {
    const figure = judge(measurement, figures)
    figures.push(figure)
    report(sentence(figure))
  }
  const bundle = measureRendererBundle(join(root, 'dist', 'renderer'))
  for (const measurement of bundle.filter(({ name }) => isWanted(name))) add(measurement)
  if (isWanted('app-start')) add(await measureAppStart(root))
  for (const measurement of await measureList(root, isWanted, report)) add(measurement)
  if (isWanted('first-byte')) for (const measurement of await measureFirstByte(report)) add(measurement)
  for (const measurement of await measureShells(programs, isWanted, report)) add(measurement)
  for (const measurement of await measureShellWindow(isWanted, report)) add(measurement)
  for (const measurement of await programs.measurePool(programs, isWanted, report)) add(measurement)
  for (const measurement of await measureIdleApp(isWanted)) add(measurement)
  for (const measurement of await measureEngines(programs, isWanted, report)) add(measurement)
  for (const ratio of ratiosOf(figures)) add(ratio)
  return figures
}

function selection(only: readonly string[]): IsWanted {
  const wanted = new Set(only.flatMap(figuresCalled))
  return (name) => only.length === 0 || wanted.has(name)
}

function figuresCalled(called: string): readonly FigureName[] {
  const figures = figureGroups[called] ?? figureNames.filter((name) => name === called)
  if (figures.length > 0) return figures
  const known = [...Object.keys(figureGroups), ...figureNames].join(', ')
  throw new Error(`no figure and no group of figures is called ${called}; there are ${known}`)
}

function sentence({ name, engine, value, unit, goal, holds, n, k, rtt, beside, note }: Figure): string {
  const verdict = holds === null ? '' : ` (${goal}: ${holds ? 'holds' : 'FALLS SHORT'})`
  const more = [
    ...Object.entries(beside ?? {}).map(([what, number]) => `${what} ${number.toPrecision(3)}`),
    note ?? [],
  ].flat()
  const about = more.length === 0 ? '' : `, ${more.join(', ')}`
  return `${name}${engine === null ? '' : ` ${engine}`}${n === undefined ? '' : ` of ${n}`}${k === undefined ? '' : ` k=${k}`}${rtt === undefined ? '' : ` rtt=${rtt}`}: ${value.toPrecision(3)} ${unit}${verdict}${about}`
}
