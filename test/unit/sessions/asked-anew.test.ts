import { describe, expect, it } from 'vitest'
import { askedAnew } from '#core/app/sessions/asked-anew.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

/** A question of which each asking is answered when the test says so. */
function question() {
  const clock = new ManualClock()
  const asked: ((answer: string) => void)[] = []
  const { answer, stop } = askedAnew(() => new Promise<string>((resolve) => asked.push(resolve)), clock)
  return { clock, asked, answer, stop }
}

describe('what a network may have lost', () => {
  it('is asked for again each two seconds, and whoever answers first is heard', async () => {
    const { clock, asked, answer } = question()
    expect(asked).toHaveLength(1)
    clock.pass(1_999)
    expect(asked).toHaveLength(1)
    clock.pass(4_001)
    expect(asked).toHaveLength(4)
    asked[2]?.('the third')
    expect(await answer).toBe('the third')
    clock.pass(60_000)
    expect(asked).toHaveLength(4)
  })

  it('is asked for no more once nobody wants it, and never without end', async () => {
    const stopped = question()
    stopped.stop()
    stopped.clock.pass(60_000)
    expect(stopped.asked).toHaveLength(1)
    const unheard = question()
    unheard.clock.pass(600_000)
    expect(unheard.asked).toHaveLength(10)
  })
})
