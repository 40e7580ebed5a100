import { existsSync, watch, type FSWatcher } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '#domain/clock/clock.ts'

/** Several events come for one change; they are told as one after this silence (ms). */
const silenceMs = 100

export interface FolderWatch {
  stop(): void
}

interface FolderWatchDeps {
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
export function watchFolder(deps: FolderWatchDeps): FolderWatch {
  return new Watch(deps)
}

class Watch implements FolderWatch {
  readonly #deps: FolderWatchDeps
  #watcher: FSWatcher | null = null
  #watched = ''
  #cancelTimer = (): void => {}
  #stopped = false

  constructor(deps: FolderWatchDeps) {
    this.#deps = deps
    this.#follow()
  }

  stop(): void {
    this.#stopped = true
    this.#cancelTimer()
    this.#watcher?.close()
  }

  #hear(name: string | null): void {
    const { folder, names } = this.#deps
    const matters = this.#watched !== folder || names === undefined || name === null || names.includes(name)
    if (matters && !this.#stopped) this.#settle()
  }

  #settle(): void {
    const { clock, folder, changed } = this.#deps
    this.#cancelTimer()
    this.#cancelTimer = clock.after(silenceMs, () => {
      if (this.#stopped) return
      const before = this.#watched
      this.#follow()
      // Noise in a parent, while the folder itself is still not there, is nobody's news.
      if (this.#watched === folder || before !== this.#watched) changed()
    })
  }

  #follow(): void {
    const nearest = nearestFolder(this.#deps.folder)
    if (this.#watcher !== null && nearest === this.#watched) return
    this.#watcher?.close()
    this.#watched = nearest
    try {
      this.#watcher = watch(nearest, { persistent: false }, (_, name) => this.#hear(name))
      // The folder went away: the next look finds its parent.
      this.#watcher.on('error', () => {
        this.#watcher?.close()
        this.#watcher = null
        this.#settle()
      })
    } catch {
      // Out of watches (inotify limit): token files are read at each use anyway.
      this.#watcher = null
    }
  }
}

function nearestFolder(folder: string): string {
  let current = folder
  while (!existsSync(current) && dirname(current) !== current) current = dirname(current)
  return current
}
