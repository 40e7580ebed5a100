import { expect, test } from 'vitest'
import { createListeners } from '#domain/listeners/listeners.ts'

test('all are told, in the order they came, until they leave', () => {
  const { tell, subscribe, size } = createListeners<number>()
  const heard: string[] = []
  const leave = subscribe((value) => heard.push(`first ${value}`))
  subscribe((value) => heard.push(`second ${value}`))
  tell(1)
  leave()
  leave()
  tell(2)
  expect(heard).toEqual(['first 1', 'second 1', 'second 2'])
  expect(size()).toBe(1)
})

test('who leaves while the news goes round is not told', () => {
  const { tell, subscribe } = createListeners<void>()
  const heard: string[] = []
  let leave = (): void => {}
  subscribe(() => leave())
  leave = subscribe(() => heard.push('late'))
  tell()
  expect(heard).toEqual([])
})

test('after a clearing nobody is told', () => {
  const { tell, subscribe, clear, size } = createListeners<void>()
  const heard: string[] = []
  subscribe(() => heard.push('heard'))
  clear()
  tell()
  expect(heard).toEqual([])
  expect(size()).toBe(0)
})
