import { lstat, readlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A place where a path leads through. Whoever may write to the folder of a link, or owns it, may turn it elsewhere. */
export interface Hop {
  readonly what: 'folder' | 'link' | 'end'
  readonly path: string
}

/** As many links as Linux follows before it says ELOOP. */
const mostLinks = 40

/**
 * Every place through which an absolute POSIX path leads, as the system resolves it: each folder in which a name is looked up, each
 * link by the way, and what is at the end, which has no link in its path. `realpath` tells the end alone. Rejects as the system does
 * (ENOENT, ENOTDIR, ELOOP).
 */
export async function hopsOf(path: string): Promise<readonly Hop[]> {
  const hops = new Map<string, Hop>([['/', { what: 'folder', path: '/' }]])
  const names = namesIn(path)
  let at = '/'
  let links = 0
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name === '..') {
      at = dirname(at)
      continue
    }
    const place = join(at, name)
    if (!(await lstat(place)).isSymbolicLink()) {
      at = place
      hops.set(place, { what: names.length === 0 ? 'end' : 'folder', path: place })
      continue
    }
    if ((links += 1) > mostLinks) throw Object.assign(new Error(`too many links: ${path}`), { code: 'ELOOP' })
    hops.set(place, { what: 'link', path: place })
    const target = await readlink(place)
    if (target.startsWith('/')) at = '/'
    names.unshift(...namesIn(target))
  }
  return [...hops.values()]
}

function namesIn(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.')
}
