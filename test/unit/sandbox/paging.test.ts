import { describe, expect, it } from 'vitest'
import { type Page, pageOf } from '#sandbox/service/paging.ts'

const list = Array.from({ length: 7 }, (_, index) => index)

describe('paging', () => {
  it('gives every item once, and no token after the last', () => {
    const seen: number[] = []
    let token: string | null = null
    do {
      const page: Page<number> | null = pageOf(list, 3, token, 'all')
      if (page === null) throw new Error('our own token was refused')
      seen.push(...page.items)
      token = page.nextToken
    } while (token !== null)
    expect(seen).toEqual(list)
  })

  it('has no empty last page', () => {
    expect(pageOf(list, 7, null, 'all')).toEqual({ items: list, nextToken: null })
    expect(pageOf([], 7, null, 'all')).toEqual({ items: [], nextToken: null })
  })

  it('refuses tokens of other questions and made-up ones', () => {
    const token = pageOf(list, 3, null, 'all')?.nextToken ?? ''
    expect(pageOf(list, 3, token, 'other')).toBeNull()
    expect(pageOf(list, 3, 'nonsense', 'all')).toBeNull()
  })
})
