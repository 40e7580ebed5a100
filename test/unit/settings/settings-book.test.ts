import { sampleFailure } from '../../support/sample-problems.ts'
import { describe, expect, it, vi } from 'vitest'
import { calls } from '#contract/calls.ts'
import { ok } from '#domain/result.ts'
import { settings } from '#contract/snapshot.ts'
import { createSettingsBook } from '#core/app/settings/settings-book.ts'

const first = settings.parse({ theme: 'dark', clientWaitSeconds: 30 })

describe('settings', () => {
  it('change what is named and nothing else', async () => {
    const save = vi.fn(async () => ok(undefined))
    const book = createSettingsBook(first, { save })
    const heard = vi.fn()
    book.onChange(heard)
    const change = calls['settings.change'].input.parse({ engine: 'builtin' })
    expect(await book.change(change)).toEqual(ok({ ...first, engine: 'builtin' }))
    expect(save).toHaveBeenCalledWith({ ...first, engine: 'builtin' })
    expect(heard).toHaveBeenCalledTimes(1)
  })

  it('are not applied when they could not be saved', async () => {
    const book = createSettingsBook(first, { save: async () => sampleFailure('CATALOG_NOT_WRITTEN') })
    const heard = vi.fn()
    book.onChange(heard)
    expect(await book.change({ theme: 'light' })).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
    expect(book.current()).toEqual(first)
    expect(heard).not.toHaveBeenCalled()
  })

  it('are not saved when nothing changes', async () => {
    const save = vi.fn(async () => ok(undefined))
    await createSettingsBook(first, { save }).change({ theme: 'dark' })
    expect(save).not.toHaveBeenCalled()
  })

  it('keep two changes that are made at once', async () => {
    const saved: object[] = []
    const book = createSettingsBook(first, { save: async (next) => ok(void saved.push(next)) })
    await Promise.all([book.change({ theme: 'light' }), book.change({ language: 'ja' })])
    expect(book.current()).toEqual({ ...first, theme: 'light', language: 'ja' })
    expect(saved.at(-1)).toEqual(book.current())
  })
})
