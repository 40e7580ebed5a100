import { describe, expect, it, vi } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { PluginLife } from '#relay/engine/plugin/plugin-life.ts'
import { endRun } from '#relay/engine/plugin/stopping.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

/** A program that goes when it is killed, or by itself. */
class Program {
  kills = 0
  readonly ended: Promise<Problem>
  go: (problem: Problem) => void = () => {}

  constructor() {
    this.ended = new Promise((resolve) => {
      this.go = resolve
    })
  }

  kill(): void {
    this.kills += 1
    this.go(problemOf('SESSION_ENDED', {}))
  }
}

function begin(): { clock: ManualClock; program: Program; life: PluginLife<Program>; gone: ReturnType<typeof vi.fn> } {
  const clock = new ManualClock()
  const program = new Program()
  const life = new PluginLife<Program>(clock)
  const gone = vi.fn()
  life.follow(program, gone)
  return { clock, program, life, gone }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the life of a session that a plugin carries', () => {
  it('ends with what the program ended with', async () => {
    const { program, life, gone } = begin()
    program.go(problemOf('SESSION_EXPIRED', {}))
    expect((await life.ended).code).toBe('SESSION_EXPIRED')
    expect([life.phase, gone.mock.calls.length]).toEqual(['over', 1])
  })

  it('ends at once when it is given up, and its program later', async () => {
    const { program, life, gone } = begin()
    life.giveUp(problemOf('SESSION_DROPPED', {}))
    expect((await life.ended).code).toBe('SESSION_DROPPED')
    expect(gone).not.toHaveBeenCalled()
    program.kill()
    await turn()
    expect(gone).toHaveBeenCalledOnce()
  })

  it('says nothing of an end that was asked for', async () => {
    const { program, life } = begin()
    const told = vi.fn()
    void life.ended.then(told)
    await life.stop(1_000, async () => program.kill())
    await turn()
    expect(life.phase).toBe('over')
    expect(told).not.toHaveBeenCalled()
  })

  it('is stopped once, by the earliest deadline that anybody set', async () => {
    const { clock, program, life } = begin()
    const end = vi.fn((run: Program) => endRun(run, [() => {}], 60_000, clock))
    const first = life.stop(60_000, end)
    const second = life.stop(1_000, end)
    clock.pass(600)
    await turn()
    expect(program.kills).toBe(0)
    clock.pass(400)
    await Promise.all([first, second])
    expect(program.kills).toBe(1)
    expect(end).toHaveBeenCalledOnce()
  })

  it('needs no stop when nothing runs', async () => {
    const end = vi.fn()
    await new PluginLife(new ManualClock()).stop(1_000, end)
    const { program, life } = begin()
    program.kill()
    await life.ended
    await life.stop(1_000, end)
    expect(end).not.toHaveBeenCalled()
  })
})
