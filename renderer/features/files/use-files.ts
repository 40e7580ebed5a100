import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { FileSessionView } from '#contract/files.ts'
import { farFileWordsOf, type FarFileWords } from '#words/far-file-words.ts'
import { useLanguage, useServices, useSnapshot, type Services } from '../../app/services.ts'
import { createFileBrowser, type BrowserState, type FileBrowser } from './file-browser.ts'

/** The words of the files. */
export const useFileWords = (): FarFileWords => farFileWordsOf(useLanguage())

/** Main's view of a file session; null until the snapshot has it. */
export function useFileSession(id: string | null): FileSessionView | null {
  return useSnapshot().files.find((view) => view.id === id) ?? null
}

const browsers = new WeakMap<Services, Map<string, FileBrowser>>()

/** The one browser of a session: where somebody was is still there when the tab is shown again. */
export function useBrowser(id: string): FileBrowser {
  const services = useServices()
  return useMemo(() => {
    const all = browsers.get(services) ?? new Map<string, FileBrowser>()
    browsers.set(services, all)
    const known = new Set(services.snapshots.getState().snapshot?.files.map((view) => view.id))
    for (const old of all.keys()) if (!known.has(old)) all.delete(old)
    const browser = all.get(id) ?? createFileBrowser(services.client, id)
    all.set(id, browser)
    return browser
  }, [services, id])
}

export function useBrowsing<T>(browser: FileBrowser, select: (state: BrowserState) => T): T {
  return useStore(browser, select)
}

/** Uploads into a folder that are over: another number of them means that the folder is another one. */
function arrivedIn({ transfers }: FileSessionView, path: string): number {
  const arrived = transfers.filter(
    ({ direction, farFolder, status }) => direction === 'up' && farFolder === path && status.kind === 'same',
  )
  return arrived.length
}

/** Reads the first folder when the session opens, and the one that is shown again when something has arrived in it. */
export function useReading(view: FileSessionView, browser: FileBrowser): void {
  const path = useBrowsing(browser, (state) => state.listing?.path ?? null)
  const openedAt = view.status.kind === 'open' ? view.status.since : null
  useEffect(() => {
    if (openedAt === null) return
    if (browser.getState().listing === null) void browser.go({ by: 'home' })
    else browser.refresh()
  }, [browser, openedAt])
  const arrived = path === null ? 0 : arrivedIn(view, path)
  const seen = useRef(arrived)
  useEffect(() => {
    if (arrived > seen.current) browser.refresh()
    seen.current = arrived
  }, [browser, arrived])
}
