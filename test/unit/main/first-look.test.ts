import { describe, expect, it, vi } from 'vitest'
import { createFirstLook } from '../../../main/window/first-look.ts'

function setUp() {
  const timers = new Set<{ readonly ms: number; readonly run: () => void }>()
  const after = (ms: number, run: () => void) => {
    const timer = { ms, run }
    timers.add(timer)
    return () => timers.delete(timer)
  }
  const look = createFirstLook({ after })
  const over = vi.fn()
  void look.over.then(over)
  const waits = (): readonly number[] => [...timers].map(({ ms }) => ms)
  const pass = (): void => timers.forEach(({ run }) => run())
  return { look, over, waits, pass }
}

describe('the first look at the window', () => {
  it('is over a moment after the page has drawn', async () => {
    const { look, over, waits, pass } = setUp()
    const [late = 0] = waits()
    look.drawn()
    await Promise.resolve()
    expect(over).not.toHaveBeenCalled()
    expect(waits()).toHaveLength(1)
    expect(waits()[0]).toBeLessThan(late)
    pass()
    await look.over
    expect(over).toHaveBeenCalledTimes(1)
  })

  it('is over when the page is late', async () => {
    const { look, over, pass } = setUp()
    pass()
    await look.over
    expect(over).toHaveBeenCalledTimes(1)
  })
})
