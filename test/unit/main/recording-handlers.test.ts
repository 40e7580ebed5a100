import { describe, expect, it } from 'vitest'
import { settings, settingsChange, type Settings } from '#contract/snapshot.ts'
import type { Recordings } from '#core/app/recordings/recordings.ts'
import { createSettingsBook } from '#core/app/settings/settings-book.ts'
import { ok } from '#domain/result.ts'
import { recordingWordsOf } from '#words/recordings/recording-words.ts'
import { createRecordingHandlers } from '../../../main/handlers/recording-handlers.ts'

const words = recordingWordsOf('en')
const id = 'x'.repeat(22)

/** What a page may ask for, and what the person at main's dialog answers. */
function handlersWith(answer: 'yes' | 'no', first: Partial<Settings> = {}) {
  const asked: string[] = []
  const done: string[] = []
  const book = createSettingsBook(settings.parse(first), { save: async () => ok(undefined) })
  const recordings = {
    find: async () => ok({ entry: { target: 'bastion-a', startedAt: 0 } }),
    remove: async () => (done.push('removed'), ok(undefined)),
    outlived: async ({ days }: { days: number | null }) => (days === 1 ? ['one', 'two'] : []),
    prune: async () => void done.push('pruned'),
  } as unknown as Recordings
  const handlers = createRecordingHandlers({
    recordings,
    settings: book,
    words: () => words,
    environmentName: (environment) => environment,
    ask: async ({ message }) => (asked.push(message), answer === 'yes'),
    askPlace: async () => null,
  })
  return { handlers, book, asked, done }
}

const caller = { window: 'main' }

describe('what a window may do with recordings', () => {
  it('is to have more recorded without a question', async () => {
    const { handlers, book, asked } = handlersWith('no')
    await handlers['recording.choose']({ environment: 'production', choice: 'on' }, caller)
    await handlers['recording.choose']({ environment: 'production', choice: 'required' }, caller)
    expect(book.current().recordShells).toEqual({ production: 'required' })
    expect(asked).toEqual([])
  })

  it.each(['off', 'on'] as const)(
    'is not to have less recorded (%s) unless the person says so to main',
    async (choice) => {
      const required = { recordShells: { production: 'required', staging: 'on' } } as const
      const refused = handlersWith('no', required)
      await refused.handlers['recording.choose']({ environment: 'production', choice }, caller)
      expect(refused.book.current().recordShells).toEqual(required.recordShells)
      expect(refused.asked).toEqual(['Record less in production?'])
      const agreed = handlersWith('yes', required)
      await agreed.handlers['recording.choose']({ environment: 'production', choice }, caller)
      expect(agreed.book.current().recordShells).toEqual({ production: choice, staging: 'on' })
    },
  )

  it('is not to have recordings go unless the person says so to main', async () => {
    const refused = handlersWith('no')
    await refused.handlers['recording.keep']({ days: 1, megabytes: null }, caller)
    expect(await refused.handlers['recording.delete']({ id }, caller)).toEqual(ok({ deleted: false }))
    expect(refused.done).toEqual([])
    expect(refused.book.current().keepRecordings.days).toBe(90)
    expect(refused.asked).toHaveLength(2)
    const agreed = handlersWith('yes')
    await agreed.handlers['recording.keep']({ days: 1, megabytes: null }, caller)
    expect(await agreed.handlers['recording.delete']({ id }, caller)).toEqual(ok({ deleted: true }))
    expect(agreed.done).toEqual(['pruned', 'removed'])
  })

  it.each([
    { days: 30, megabytes: null },
    { days: 90, megabytes: 100 },
    { days: null, megabytes: 100 },
  ])('is not to have them go sooner (%j), though none goes now, unless the person says so to main', async (keeping) => {
    const first = { keepRecordings: { days: 90, megabytes: null } }
    const refused = handlersWith('no', first)
    await refused.handlers['recording.keep'](keeping, caller)
    expect(refused.book.current().keepRecordings).toEqual(first.keepRecordings)
    expect(refused.asked).toEqual(['Keep recordings for a shorter time?'])
    const agreed = handlersWith('yes', first)
    await agreed.handlers['recording.keep'](keeping, caller)
    expect(agreed.book.current().keepRecordings).toEqual(keeping)
  })

  it('is to have them kept longer without a question', async () => {
    const { handlers, book, asked } = handlersWith('no', { keepRecordings: { days: 90, megabytes: 100 } })
    await handlers['recording.keep']({ days: null, megabytes: 200 }, caller)
    expect(book.current().keepRecordings).toEqual({ days: null, megabytes: 200 })
    expect(asked).toEqual([])
  })

  it('is nothing of that by a change of the settings', () => {
    for (const part of [{ recordShells: {} }, { keepRecordings: { days: 1, megabytes: null } }])
      expect(settingsChange.safeParse(part).success).toBe(false)
  })
})
