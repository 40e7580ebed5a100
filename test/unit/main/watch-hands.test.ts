import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { expect, it } from 'vitest'
import { watchHands } from '../../../main/window/watch-hands.ts'

function stage() {
  const webContents = new EventEmitter()
  let presses = 0
  watchHands({ webContents } as unknown as BrowserWindow, () => (presses += 1))
  const key = (type: string, name: string, isAutoRepeat = false): void =>
    void webContents.emit('before-input-event', {}, { type, key: name, isAutoRepeat })
  return { webContents, key, presses: () => presses }
}

it.each(['mouseDown', 'touchStart', 'gestureTap'])('%s is a press', (type) => {
  const { webContents, presses } = stage()
  webContents.emit('input-event', {}, { type })
  expect(presses()).toBe(1)
})

it.each(['mouseMove', 'mouseWheel', 'mouseUp', 'keyDown'])('%s alone is none', (type) => {
  const { webContents, presses } = stage()
  webContents.emit('input-event', {}, { type })
  expect(presses()).toBe(0)
})

it('Enter and Space are presses when they go down; what is typed, held or let go is none', () => {
  const { key, presses } = stage()
  key('keyDown', 'Enter')
  key('keyDown', ' ')
  expect(presses()).toBe(2)
  key('keyDown', 'a')
  key('keyUp', 'Enter')
  key('keyDown', 'Enter', true)
  expect(presses()).toBe(2)
})
