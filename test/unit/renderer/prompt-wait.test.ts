import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPromptWait } from '../../../renderer/features/shells/terminal/prompt-wait.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('types nothing before a shell has printed, and then once it is quiet, once', () => {
  const typed: string[] = []
  const prompt = createPromptWait()
  prompt.wait(() => typed.push('ls'))
  vi.advanceTimersByTime(60_000)
  expect(typed).toEqual([])
  prompt.printed()
  vi.advanceTimersByTime(249)
  prompt.printed()
  vi.advanceTimersByTime(249)
  expect(typed).toEqual([])
  vi.advanceTimersByTime(1)
  prompt.printed()
  vi.advanceTimersByTime(60_000)
  expect(typed).toEqual(['ls'])
})

it('types nothing any more in a terminal that is gone', () => {
  const typed: string[] = []
  const prompt = createPromptWait()
  prompt.wait(() => typed.push('ls'))
  prompt.printed()
  prompt.stop()
  vi.advanceTimersByTime(60_000)
  expect(typed).toEqual([])
})
