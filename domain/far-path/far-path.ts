/** Paths at the far end, which is POSIX: absolute, their parts between slashes. */

/** A name inside a folder. */
export function joinFar(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`
}

/** The last part; empty for the root. */
export function farName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The folder that a path is in; null for the root. */
export function farParent(path: string): string | null {
  if (path === '/') return null
  return path.slice(0, Math.max(1, path.lastIndexOf('/')))
}

/** A typed path as an absolute one without `.`, `..` and doubled slashes; what begins with neither `/` nor `~` is taken from home. */
export function absoluteFar(typed: string, home: string): string {
  const text = typed.replace(/^~(?=\/|$)/, home)
  const parts: string[] = []
  for (const part of (text.startsWith('/') ? text : joinFar(home, text)).split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** What a far end may call something in a folder. A name with a slash in it, or one that leads elsewhere, is a lie. */
export function isFarName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)
}
