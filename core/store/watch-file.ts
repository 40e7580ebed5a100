import { readlinkSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Clock } from '#domain/clock/clock.ts'
import { watchFolder, type FolderWatch } from './token-watch.ts'

/** Chains of links longer than this are circles. */
const longestChain = 16

interface FileWatchDeps {
  readonly clock: Clock
  /** Absolute; the file need not exist. */
  readonly path: string
  changed(): void
}

/** Watches a file and, where it is a link, each link on the way and what stands at its end. */
export function watchFile({ clock, path, changed }: FileWatchDeps): FolderWatch {
  let watches: readonly FolderWatch[] = []
  let watched = ''
  const follow = (): void => {
    const hops = hopsOf(path)
    if (hops.join('\n') === watched) return
    watched = hops.join('\n')
    for (const watch of watches) watch.stop()
    watches = hops.map((hop) => watchFolder({ clock, folder: dirname(hop), names: [basename(hop)], changed: tell }))
  }
  const tell = (): void => {
    // The link may lead elsewhere from here on.
    follow()
    changed()
  }
  follow()
  return {
    stop() {
      for (const watch of watches) watch.stop()
      watches = []
    },
  }
}

/** The path, and where each link leads. */
function hopsOf(path: string): readonly string[] {
  const hops = [path]
  for (let next = targetOf(path); next !== null && hops.length < longestChain; next = targetOf(next)) hops.push(next)
  return hops
}

function targetOf(path: string): string | null {
  try {
    return resolve(dirname(path), readlinkSync(path))
  } catch {
    return null
  }
}
