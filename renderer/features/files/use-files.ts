import { useEffect, useMemo, useRef } from 'react'
import { useStore } from 'zustand'
import type { FileSessionView, TransferView } from '#contract/files.ts'
import { isUnfinished } from '#domain/transfer/unfinished.ts'
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

/** Uploads into a folder: those that are over, and those that are not. */
interface Uploads {
  readonly over: readonly string[]
  readonly moving: readonly string[]
}

function uploadsInto({ transfers }: FileSessionView, path: string | null): Uploads {
  const here = transfers.filter(({ direction, farFolder }) => direction === 'up' && farFolder === path)
  const isOver = ({ status }: TransferView): boolean => !isUnfinished(status)
  return {
    over: here.filter(isOver).map(({ id }) => id),
    moving: here.filter((one) => !isOver(one)).map(({ id }) => id),
  }
}

/** Whether something has come to an end: arrived, or given up, so that its part is gone. */
function hasChanged(before: Uploads, { over, moving }: Uploads): boolean {
  return over.some((id) => !before.over.includes(id)) || before.moving.some((id) => ![...over, ...moving].includes(id))
}

/** Reads the folder that is shown again when somebody comes back to the window: what they did elsewhere may have changed it. */
function useReturning(browser: FileBrowser, isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return
    const look = (): void => {
      if (!browser.getState().isReading) browser.refresh()
    }
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [browser, isOpen])
}

/**
 * Reads the first folder when the session opens, and the one that is shown again when an upload into it is over, or somebody comes back to
 * the window.
 */
export function useReading(view: FileSessionView, browser: FileBrowser): void {
  const path = useBrowsing(browser, (state) => state.listing?.path ?? null)
  const openedAt = view.status.kind === 'open' ? view.status.since : null
  useEffect(() => {
    if (openedAt === null) return
    if (browser.getState().listing === null) void browser.go({ by: 'home' })
    else browser.refresh()
  }, [browser, openedAt])
  useReturning(browser, openedAt !== null)
  const seen = useRef<{ readonly path: string | null; readonly uploads: Uploads } | null>(null)
  useEffect(() => {
    const uploads = uploadsInto(view, path)
    if (seen.current?.path === path && hasChanged(seen.current.uploads, uploads)) browser.refresh()
    seen.current = { path, uploads }
  }, [browser, view, path])
}
