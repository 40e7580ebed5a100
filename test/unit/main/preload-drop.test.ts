import { beforeEach, expect, it, vi } from 'vitest'
import type { ContractClient } from '#contract/calls.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'

let bridge: ContractClient | null = null
const invoke = vi.fn(async () => ({ ok: true, value: { transfers: 1 } }))
const dragged = new File(['x'], 'dragged.txt')
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (_name: string, client: ContractClient) => (bridge = client) },
  ipcRenderer: { invoke, on: () => {}, off: () => {} },
  // As Electron does: a file that a page made up has no path.
  webUtils: { getPathForFile: (file: File) => (file === dragged ? '/home/mika/dragged.txt' : '') },
}))
await import('../../../preload/index.ts')

beforeEach(() => invoke.mockClear())

it('tells main the paths of what was dragged, and none that the page made up', async () => {
  const place = { id: '00000000-0000-4000-8000-000000000001', into: farKeyOf('/srv') }
  const made = Object.assign(new File(['x'], '/etc/passwd'), { path: '/etc/passwd' })
  const given = { ...place, paths: ['/etc/passwd'] }
  await bridge?.drop(given, [dragged, made, '/etc/passwd', { path: '/etc/passwd' }])
  expect(invoke.mock.calls).toEqual([['culvert:drop', { ...place, paths: ['/home/mika/dragged.txt'] }]])
})

it('lets no call of the page reach that channel', async () => {
  await bridge?.call('culvert:drop' as never, { paths: ['/etc/passwd'] } as never)
  expect(invoke.mock.calls).toEqual([['culvert:call', 'culvert:drop', { paths: ['/etc/passwd'] }]])
})
