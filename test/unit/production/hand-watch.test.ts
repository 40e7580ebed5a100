import { expect, it } from 'vitest'
import { createHandWatch } from '#core/app/production/hand-watch.ts'
import { createManualClock } from '../identity/manual-clock.ts'

function stage() {
  const clock = createManualClock()
  return { clock, hands: createHandWatch(clock) }
}

it('takes a press that came after the question, and takes it once', () => {
  const { hands } = stage()
  hands.asked('main')
  hands.pressed('main')
  expect(hands.takePress('main')).toBe(true)
  expect(hands.takePress('main')).toBe(false)
})

it('takes none from before the question, without a question, or of another window', () => {
  const { hands } = stage()
  hands.pressed('main')
  expect(hands.takePress('main')).toBe(false)
  hands.pressed('main')
  hands.asked('main')
  expect(hands.takePress('main')).toBe(false)
  hands.pressed('other')
  expect(hands.takePress('main')).toBe(false)
})

it('takes none that is long past', async () => {
  const { hands, clock } = stage()
  hands.asked('main')
  hands.pressed('main')
  await clock.advance(5_001)
  expect(hands.takePress('main')).toBe(false)
})
