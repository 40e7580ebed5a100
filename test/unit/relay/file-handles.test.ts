import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { FileHandles } from '#relay/front-door/file-handles.ts'

describe('file handles', () => {
  it('are left for everything that is no client', () => {
    let open = 160
    const handles = new FileHandles(200, () => open)
    expect(handles.take(new Socket())).toBe(true)
    open = 167
    expect(handles.take(new Socket())).toBe(false)
    open = 160
    expect(handles.take(new Socket())).toBe(true)
  })

  it('are not counted while there are plenty, and are once many clients are there', () => {
    let counted = 0
    const handles = new FileHandles(1_000, () => {
      counted += 1
      return 0
    })
    const clients = Array.from({ length: 372 }, () => new Socket())
    for (const client of clients) handles.take(client)
    expect(counted).toBe(0)
    handles.take(new Socket())
    expect(counted).toBe(1)
    clients[0]?.emit('close')
    clients[1]?.emit('close')
    handles.take(new Socket())
    expect(counted).toBe(1)
  })

  it('are no matter where there is no limit', () => {
    expect(new FileHandles(null, () => Infinity).take(new Socket())).toBe(true)
  })
})
