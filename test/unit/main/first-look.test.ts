import { describe, expect, it, vi } from 'vitest'
import { createFirstLook } from '../../../main/window/first-look.ts'

function setUp() {
  const stopWaiting = vi.fn()
  let late = (): void => {}
  const after = vi.fn((_ms: number, run: () => void) => {
    late = run
    return stopWaiting
  })
  const look = createFirstLook({ after })
  const over = vi.fn()
  void look.over.then(over)
  return { look, over, stopWaiting, late: () => late() }
}

describe('the first look at the window', () => {
  it('is over when the page has drawn, and leaves no timer behind', async () => {
    const { look, over, stopWaiting } = setUp()
    await Promise.resolve()
    expect(over).not.toHaveBeenCalled()
    look.drawn()
    await look.over
    expect(stopWaiting).toHaveBeenCalledTimes(1)
  })

  it('is over when the page is late', async () => {
    const { look, over, late } = setUp()
    late()
    await look.over
    expect(over).toHaveBeenCalledTimes(1)
    look.drawn()
  })
})
