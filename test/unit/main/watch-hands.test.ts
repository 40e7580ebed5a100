import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { expect, it } from 'vitest'
import { watchHands } from '../../../main/window/watch-hands.ts'

/** How many presses are seen in what the system sends to a page. */
function pressesIn(...inputs: readonly object[]): number {
  const webContents = new EventEmitter()
  let presses = 0
  watchHands({ webContents } as unknown as BrowserWindow, () => (presses += 1))
  for (const input of inputs) webContents.emit('input-event', {}, input)
  return presses
}

it.each(['mouseDown', 'touchStart', 'gestureTap'])('%s is a press', (type) => {
  expect(pressesIn({ type })).toBe(1)
})

it.each(['mouseMove', 'mouseWheel', 'mouseUp', 'keyDown', 'undefined'])('%s alone is none', (type) => {
  expect(pressesIn({ type })).toBe(0)
})

it.each(['keyDown', 'rawKeyDown'])('Enter and Space are presses (%s)', (type) => {
  expect(pressesIn({ type, key: 'Enter' }, { type, key: ' ' })).toBe(2)
})

it('what is typed, held or let go is none', () => {
  const typed = { type: 'rawKeyDown', key: 'a' }
  const held = { type: 'rawKeyDown', key: 'Enter', isAutoRepeat: true }
  const letGo = { type: 'keyUp', key: 'Enter' }
  expect(pressesIn(typed, held, letGo)).toBe(0)
})
