import { describe, expect, it } from 'vitest'
import { InputTurns } from '#relay/engine/plugin/input-turns.ts'
import { createManualClock } from '../identity/manual-clock.ts'

function stage() {
  const clock = createManualClock()
  const done: string[] = []
  const turns = new InputTurns({
    clock,
    size: { columns: 80, rows: 24 },
    write: (bytes, taken) => {
      done.push(Buffer.from(bytes).toString())
      taken()
      return true
    },
    resize: ({ columns, rows }) => void done.push(`${columns} x ${rows}`),
  })
  const type = (text: string): void => void turns.write(Buffer.from(text), () => done.push(`${text} taken`))
  return { clock, done, turns, type, resize: (columns: number) => turns.resize({ columns, rows: 30 }) }
}

describe('keys and sizes of a program that must not send both at once', () => {
  it('gives keys at once while no size changes', () => {
    const { done, type, turns } = stage()
    turns.resize({ columns: 80, rows: 24 })
    type('a')
    expect(done).toEqual(['a', 'a taken'])
  })

  it('holds keys until the program has told the size, and gives them in their order', async () => {
    const { clock, done, type, resize } = stage()
    resize(100)
    for (const key of ['a', 'b']) type(key)
    await clock.advance(699)
    expect(done).toEqual(['100 x 30'])
    await clock.advance(1)
    expect(done).toEqual(['100 x 30', 'a', 'a taken', 'b', 'b taken'])
    type('c')
    expect(done.at(-1)).toBe('c taken')
  })

  it('changes no size while keys are on their way, and then to the last one', async () => {
    const { clock, done, type, resize } = stage()
    type('a')
    resize(100)
    resize(101)
    type('b')
    await clock.advance(53)
    expect(done).toEqual(['a', 'a taken'])
    await clock.advance(1)
    expect(done).toEqual(['a', 'a taken', '101 x 30'])
    await clock.advance(700)
    expect(done.slice(3)).toEqual(['b', 'b taken'])
  })

  it('waits longer after a paste, which takes the program many reads', async () => {
    const { clock, done, resize, type } = stage()
    type('x'.repeat(64 * 1_024))
    resize(100)
    await clock.advance(64 * 4 + 49)
    expect(done).not.toContain('100 x 30')
    await clock.advance(1)
    expect(done).toContain('100 x 30')
  })

  it('holds on while the size goes on changing', async () => {
    const { clock, done, type, resize } = stage()
    for (const columns of [100, 101, 102]) {
      resize(columns)
      await clock.advance(600)
    }
    type('a')
    await clock.advance(99)
    expect(done).toEqual(['100 x 30', '101 x 30', '102 x 30'])
    await clock.advance(1)
    expect(done).toContain('a taken')
  })

  it('holds nothing once it is to end', async () => {
    const { clock, done, type, resize, turns } = stage()
    resize(100)
    type('a')
    turns.end()
    expect(done).toEqual(['100 x 30', 'a', 'a taken'])
    resize(101)
    type('b')
    expect(done.slice(3)).toEqual(['101 x 30', 'b', 'b taken'])
    expect(clock.pending()).toBe(0)
    await clock.advance(1_000)
    expect(done).toHaveLength(6)
  })
})
