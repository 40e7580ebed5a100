import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { expect, test } from 'vitest'
import type { Destination } from '#contract/calls.ts'
import { createPageNavigation } from '../../../main/window/page-navigation.ts'

type Opened = Pick<BrowserWindow, 'webContents'>

const settings: Destination = { to: 'settings' }
const about: Destination = { to: 'about' }

function opened(): Opened & { readonly page: EventEmitter } {
  const page = new EventEmitter()
  return { page, webContents: page as unknown as Opened['webContents'] }
}

function scene() {
  let window = opened()
  const told: Destination[] = []
  const keeper = { show: () => window, current: () => window }
  return {
    told,
    navigation: createPageNavigation(keeper, (to) => told.push(to)),
    openAgain: () => (window = opened()),
    page: () => window.page,
  }
}

test('a page is led at once when it follows, and asked before that it is told in order when it does', () => {
  const { navigation, told } = scene()
  navigation.lead(settings)
  navigation.lead(about)
  expect(told).toEqual([])
  expect(navigation.follow()).toEqual([settings, about])
  navigation.lead(settings)
  expect(told).toEqual([settings])
  expect(navigation.follow()).toEqual([])
})

test.for([
  ['did-start-navigation', [{ isMainFrame: true, isSameDocument: false }]],
  ['render-process-gone', [{}, { reason: 'crashed' }]],
] as const)('a page that ends (%s) is waited for until it follows again', ([event, payload]) => {
  const { navigation, told, page } = scene()
  navigation.follow()
  page().emit(event, ...payload)
  navigation.lead(settings)
  expect(told).toEqual([])
  expect(navigation.follow()).toEqual([settings])
  expect(page().listenerCount('did-start-navigation')).toBe(1)
  expect(page().listenerCount('render-process-gone')).toBe(1)
})

test.for([
  { isMainFrame: false, isSameDocument: false },
  { isMainFrame: true, isSameDocument: true },
])('a page that only moves within itself goes on following: %j', (moved) => {
  const { navigation, told, page } = scene()
  navigation.follow()
  page().emit('did-start-navigation', moved)
  navigation.lead(settings)
  expect(told).toEqual([settings])
})

test('what a window was asked for that never followed is not shown by the next one', () => {
  const { navigation, openAgain } = scene()
  navigation.lead(settings)
  openAgain()
  navigation.lead(about)
  expect(navigation.follow()).toEqual([about])
})
