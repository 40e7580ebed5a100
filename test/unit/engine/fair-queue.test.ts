import { describe, expect, it } from 'vitest'
import { FairQueue } from '#relay/engine/builtin/smux/fair-queue.ts'

class Item {
  left: number
  readonly name: string
  constructor(name: string, left: number) {
    this.name = name
    this.left = left
  }
  get hasOutput(): boolean {
    return this.left > 0
  }
}

function turns(queue: FairQueue<Item>, count: number): string {
  let order = ''
  for (let turn = 0; turn < count; turn += 1) {
    const item = queue.take()
    if (item === null) break
    item.left -= 1
    order += item.name
  }
  return order
}

describe('FairQueue', () => {
  it('gives each its turn, and none to what has nothing', () => {
    const queue = new FairQueue<Item>()
    for (const item of [new Item('a', 3), new Item('b', 1), new Item('c', 2), new Item('d', 0)]) queue.add(item)
    expect(turns(queue, 10)).toBe('abcaca')
    expect(queue.hasOutput).toBe(false)
  })

  it('lets what was idle go first, once', () => {
    const queue = new FairQueue<Item>()
    const bulk = [new Item('a', 9), new Item('b', 9)]
    for (const item of bulk) queue.add(item)
    expect(turns(queue, 3)).toBe('aba')
    queue.add(new Item('k', 2))
    expect(turns(queue, 4)).toBe('kbak')
  })

  it('does not let one that refills after each turn starve another', () => {
    const queue = new FairQueue<Item>()
    const refilling = new Item('r', 1)
    queue.add(refilling)
    queue.add(new Item('b', 50))
    let order = ''
    for (let turn = 0; turn < 20; turn += 1) {
      order += turns(queue, 1)
      if (refilling.left === 0) refilling.left = 1
      queue.add(refilling)
    }
    expect(order.replaceAll('r', '').length).toBe(10)
  })

  it('takes one in again that had left', () => {
    const queue = new FairQueue<Item>()
    const item = new Item('a', 1)
    queue.add(item)
    expect(turns(queue, 5)).toBe('a')
    item.left = 1
    queue.add(item)
    expect(turns(queue, 5)).toBe('a')
  })

  it('takes out what is over, before its turn or after', () => {
    const queue = new FairQueue<Item>()
    const [a, b, c] = [new Item('a', 9), new Item('b', 9), new Item('c', 9)]
    for (const item of [a, b]) queue.add(item)
    expect(turns(queue, 2)).toBe('ab')
    queue.add(c)
    for (const item of [a, c, c]) queue.remove(item)
    expect(turns(queue, 3)).toBe('bbb')
    queue.remove(b)
    expect([queue.hasOutput, queue.take()]).toEqual([false, null])
  })
})
