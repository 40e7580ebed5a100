import { describe, expect, it } from 'vitest'
import { rowsWithin } from '../../../renderer/features/tunnels/groups.ts'

const groupOf = (rows: number) => ({ tunnels: Array.from({ length: rows }) })

describe('the rows that are drawn first', () => {
  it('are the first of the list, whatever group they are in', () => {
    expect(rowsWithin([groupOf(3), groupOf(4), groupOf(2)], 5)).toEqual([3, 2, 0])
  })

  it('are all of them without a limit', () => {
    expect(rowsWithin([groupOf(3), groupOf(4)], Number.POSITIVE_INFINITY)).toEqual([3, 4])
  })
})
