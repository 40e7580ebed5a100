import { expect, it } from 'vitest'
import { type Processes, systemProcesses, watchParent } from '#command/parent-watch.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

interface Fakes extends Processes {
  parentNow: number
  readonly running: Set<number>
}

function processes(): Fakes {
  const fakes: Fakes = {
    parentNow: 40,
    running: new Set([40]),
    parent: () => fakes.parentNow,
    isRunning: (pid) => fakes.running.has(pid),
  }
  return fakes
}

function watch(around: Processes): { readonly clock: ManualClock; gone: number; stop(): void } {
  const clock = new ManualClock()
  const watched = { clock, gone: 0, stop: () => {} }
  watched.stop = watchParent(() => (watched.gone += 1), around, clock)
  return watched
}

it('notices on Unix: the orphan has another parent', () => {
  const around = processes()
  const watched = watch(around)
  watched.clock.pass(10_000)
  expect(watched.gone).toBe(0)
  around.parentNow = 1
  around.running.add(1)
  watched.clock.pass(1_000)
  expect(watched.gone).toBe(1)
})

it('notices on Windows: the number of the parent stays, but nobody has it', () => {
  const around = processes()
  const watched = watch(around)
  around.running.delete(40)
  watched.clock.pass(60_000)
  expect(watched.gone).toBe(1)
})

it('looks no more when it is stopped', () => {
  const around = processes()
  const watched = watch(around)
  watched.clock.pass(1_500)
  watched.stop()
  around.running.delete(40)
  watched.clock.pass(60_000)
  expect(watched.gone).toBe(0)
})

it('knows who runs', () => {
  expect(systemProcesses.parent()).toBe(process.ppid)
  expect(systemProcesses.isRunning(process.ppid)).toBe(true)
  // Beyond the largest id of any system.
  expect(systemProcesses.isRunning(2 ** 30)).toBe(false)
})
