import { existsSync, watch, type FSWatcher } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../app/ports.ts'

/** Several events come for one change; they are told as one after this silence (ms). */
const silenceMs = 100

export interface FolderWatch {
  stop(): void
}

export interface FolderWatchDeps {
  readonly clock: Clock
  readonly folder: string
  /** Only changes of these file names count; all when absent. */
  readonly names?: readonly string[]
  changed(): void
}

/**
 * Watches a folder that may not exist yet: until it does, its nearest parent is watched instead. Folders, not files, for
 * an atomic write replaces the file that was watched.
 */
export function watchFolder({ clock, folder, names, changed }: FolderWatchDeps): FolderWatch {
  let watcher: FSWatcher | null = null
  let watched = ''
  let cancelTimer = (): void => {}
  let stopped = false

  const settle = (): void => {
    cancelTimer()
    cancelTimer = clock.after(silenceMs, () => {
      if (stopped) return
      const before = watched
      follow()
      // Noise in a parent, while the folder itself is still not there, is nobody's news.
      if (watched === folder || before !== watched) changed()
    })
  }

  const hear = (name: string | null): void => {
    const matters = watched !== folder || names === undefined || name === null || names.includes(name)
    if (matters && !stopped) settle()
  }

  const follow = (): void => {
    const nearest = nearestFolder(folder)
    if (watcher !== null && nearest === watched) return
    watcher?.close()
    watched = nearest
    try {
      watcher = watch(nearest, { persistent: false }, (_, name) => hear(name))
      // The folder went away: the next look finds its parent.
      watcher.on('error', () => {
        watcher?.close()
        watcher = null
        settle()
      })
    } catch {
      // Out of watches (inotify limit): token files are read at each use anyway.
      watcher = null
    }
  }

  follow()
  return {
    stop() {
      stopped = true
      cancelTimer()
      watcher?.close()
    },
  }
}

function nearestFolder(folder: string): string {
  let current = folder
  while (!existsSync(current) && dirname(current) !== current) current = dirname(current)
  return current
}
