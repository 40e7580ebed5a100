// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UnsettledText } from '../../../renderer/features/shells/terminal/unsettled-text.ts'

const stops: (() => void)[] = []

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  vi.useRealTimers()
})

/** A field that sends as xterm's does: letters that were put together by a timer, other keys at once. */
function stage() {
  const sent: string[] = []
  const element = document.createElement('div')
  const field = element.appendChild(document.createElement('textarea'))
  document.body.append(element)
  const unsettled = new UnsettledText(element, (text) => sent.push(text))
  field.addEventListener('compositionend', () => void setTimeout(() => sent.push('é'), 0))
  field.addEventListener('keydown', (event) => {
    if (unsettled.holds(event)) return
    if (event.keyCode === 229) return void setTimeout(() => sent.push('ü'), 0)
    sent.push(event.key)
  })
  stops.push(() => {
    unsettled.dispose()
    element.remove()
  })
  const press = (key: string, more: KeyboardEventInit = {}): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
    field.dispatchEvent(event)
    return event
  }
  const compose = (): void => void field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))
  return { sent, press, compose, unsettled }
}

it('keeps Enter and letters behind what was put together before them', () => {
  const { sent, press, compose } = stage()
  compose()
  const enter = press('Enter', { keyCode: 13 })
  press('x')
  press('c', { ctrlKey: true })
  expect([sent, enter.defaultPrevented]).toEqual([[], true])
  vi.runAllTimers()
  expect(sent).toEqual(['é', 'Enter', 'x', 'c'])
})

it('waits for a letter that an input method puts there by a key alone, too', () => {
  const { sent, press } = stage()
  press('Process', { keyCode: 229 })
  press('Enter', { keyCode: 13 })
  vi.runAllTimers()
  expect(sent).toEqual(['ü', 'Enter'])
})

it('keeps no key where nothing was put together, and none that belongs to a letter to come', () => {
  const { sent, press, compose } = stage()
  press('a')
  compose()
  press('Shift')
  press('b', { isComposing: true })
  expect(sent).toEqual(['a', 'Shift', 'b'])
})

it('presses nothing any more once it is over', () => {
  const { sent, press, compose, unsettled } = stage()
  compose()
  press('Enter', { keyCode: 13 })
  unsettled.dispose()
  vi.runAllTimers()
  expect(sent).toEqual(['é'])
})
