// @vitest-environment happy-dom
import { act, fireEvent } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { TunnelView } from '#contract/snapshot.ts'
import { fixtureSnapshot, fixtureTunnel, tunnelIdOf } from '../../support/snapshot-fixtures.ts'
import { rowSentence } from '../../../renderer/parts/tunnel/tunnel-words.ts'
import { searchTextOf } from '../../../renderer/features/tunnels/search-text.ts'
import { open, tunnelRows } from './support.tsx'

// Each drawing of a row asks for its sentence, and each look at a tunnel for its text.
vi.mock(import('../../../renderer/parts/tunnel/tunnel-words.ts'), { spy: true })
vi.mock(import('../../../renderer/features/tunnels/search-text.ts'), { spy: true })

const first = 40_000
const armed = fixtureTunnel(15433)

/** Armed tunnels on the ports from 40000, of which one in three is in each of the design's environments. */
function manyTunnels(count: number): readonly TunnelView[] {
  const accounts = [fixtureTunnel(15433), fixtureTunnel(23306), fixtureTunnel(35433)]
  return Array.from({ length: count }, (_, index) => {
    const like = accounts[index % accounts.length] ?? armed
    const localPort = first + index
    return {
      ...armed,
      id: tunnelIdOf(localPort),
      definition: { ...like.definition, name: `orders-${index}` },
      preference: { ...like.preference, localPort },
    }
  })
}

async function openMany(count = 1_000) {
  const tunnels = manyTunnels(count)
  const opened = await open(fixtureSnapshot({ tunnels: [...tunnels] }, Date.now()))
  const grid = opened.screen.getByRole('grid', { name: 'Tunnels' })
  const rows = (): HTMLElement[] => tunnelRows(opened.screen)
  return { ...opened, tunnels, grid, rows }
}

beforeEach(() => void vi.clearAllMocks())

describe('a thousand tunnels', () => {
  test('are counted, and only those that can be seen are drawn', async () => {
    const { grid, rows } = await openMany()
    expect(grid.getAttribute('aria-rowcount')).toBe('1003')
    expect(rows().length).toBeGreaterThan(16)
    expect(rows().length).toBeLessThan(30)
    expect(rows().map((row) => Number(row.getAttribute('aria-rowindex')))).toEqual(rows().map((_, index) => index + 2))
  })

  test('the keyboard reaches the last one, and its row stays when it is scrolled away', async () => {
    const { grid, rows } = await openMany()
    const [top] = rows()
    top?.focus()
    fireEvent.keyDown(document.activeElement ?? grid, { key: 'End' })
    const last = document.activeElement
    expect(last?.getAttribute('aria-rowindex')).toBe('1003')
    expect(grid.scrollTop).toBeGreaterThan(40_000)
    grid.scrollTop = 0
    fireEvent.scroll(grid)
    expect(rows()[0]?.getAttribute('aria-rowindex')).toBe('2')
    expect(document.activeElement).toBe(last)
    expect(last?.isConnected).toBe(true)
  })

  test('a row whose switch has the focus stays, too', async () => {
    const { screen, grid } = await openMany()
    const toggle = screen.getByRole('switch', { name: `Listen on :${first + 3}` })
    toggle.focus()
    grid.scrollTop = 20_000
    fireEvent.scroll(grid)
    expect(toggle.isConnected).toBe(true)
    expect(document.activeElement).toBe(toggle)
  })

  test('what the tray asks for is scrolled to and selected', async () => {
    const { client, screen, grid } = await openMany()
    const id = tunnelIdOf(first + 500)
    act(() => client.emit('navigate', { to: 'tunnel', id }))
    expect(screen.container.querySelector(`[data-tunnel="${id}"]`)?.getAttribute('aria-selected')).toBe('true')
    expect(grid.scrollTop).toBeGreaterThan(10_000)
  })

  test('news of one draws one row and looks at one', async () => {
    const { client, tunnels } = await openMany()
    const [changed] = tunnels
    if (changed === undefined) throw new Error('no tunnel')
    vi.clearAllMocks()
    const tunnel: TunnelView = { ...changed, status: { kind: 'stopped' } }
    act(() => client.emit('snapshot.update', { revision: 2, change: { type: 'tunnel', tunnel } }))
    const drawn = new Set(vi.mocked(rowSentence).mock.calls.map(([view]) => view.id))
    expect([...drawn]).toEqual([changed.id])
    expect(vi.mocked(searchTextOf).mock.calls.length).toBeLessThanOrEqual(1)
  })

  test('a keystroke works out no tunnel again', async () => {
    const { screen, rows } = await openMany()
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'orders-99' } })
    vi.clearAllMocks()
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'orders-999' } })
    expect(rows()).toHaveLength(1)
    expect(searchTextOf).not.toHaveBeenCalled()
  })
})
