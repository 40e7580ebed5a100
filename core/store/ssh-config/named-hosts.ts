import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { namedIn } from '#domain/ssh-config/named-hosts.ts'
import { textOf } from '../aws-config/file-text.ts'

/** Where ssh's files are. */
export interface SshConfigFiles {
  /** The user's config and the system's: what they include is beside them, where it has no folder. Absolute. */
  readonly configs: readonly string[]
  /** Culvert's own file, which is no word of the user's. */
  readonly own: string
  /** What `~` stands for in them. */
  readonly home: string
}

/** Files read at the most: a pattern may fit a whole folder. */
const mostFiles = 1_000
/** As deep as ssh follows. */
const deepest = 16

/**
 * The hosts that ssh's files have blocks for (as `NamedInConfig.hosts`), with all that they include. Files that are not there, or that
 * the system does not let be read, name none; ssh would not start with some of those.
 */
export async function hostsNamedIn({ configs, own, home }: SshConfigFiles): Promise<ReadonlySet<string>> {
  const hosts = new Set<string>()
  const seen = new Set([await realPathOf(own)])
  const read = async (path: string, base: string, depth: number): Promise<void> => {
    const real = await realPathOf(path)
    if (real === null || seen.has(real) || seen.size > mostFiles || depth > deepest) return
    seen.add(real)
    const named = namedIn(await textIn(real))
    for (const host of named.hosts) hosts.add(host)
    for (const file of named.files)
      for (const found of await filesFor(whole(file, base, home))) await read(found, base, depth + 1)
  }
  for (const config of configs) await read(config, dirname(config), 0)
  return hosts
}

/** The path after `Include`, with what newer ones let stand for the home as well. */
function whole(file: string, base: string, home: string): string {
  const path = file.replace(/^(?:~(?=[/\\]|$)|%d|\$\{HOME\})/, () => home)
  return isAbsolute(path) ? path : join(base, path)
}

async function realPathOf(path: string): Promise<string | null> {
  return await realpath(path).catch(() => null)
}

/** Nothing for what is no file: a pipe would be waited for. */
async function textIn(path: string): Promise<string> {
  try {
    return (await stat(path)).isFile() ? textOf(await readFile(path)).text : ''
  } catch {
    return ''
  }
}

/** The paths that fit a pattern with `*`, `?` and `[…]` in any of its parts, sorted as ssh takes them. */
async function filesFor(pattern: string): Promise<readonly string[]> {
  const [root = '', ...parts] = pattern.replaceAll('\\', '/').split('/')
  let found: readonly string[] = [`${root}/`]
  for (const part of parts.filter((one) => one !== '')) {
    const form = /[*?[]/.test(part) ? formOf(part) : null
    const next =
      form === null ? found.map((folder) => [join(folder, part)]) : await Promise.all(found.map(namesIn(form)))
    found = next.flat()
  }
  return found
}

const namesIn =
  (form: RegExp) =>
  async (folder: string): Promise<readonly string[]> => {
    const names = await readdir(folder).catch(() => [])
    return names
      .filter((name) => form.test(name))
      .toSorted()
      .map((name) => join(folder, name))
  }

/** A pattern takes no name with a dot in front, unless it begins with one. A bracket that does not close is a letter. */
function formOf(part: string): RegExp {
  const letters = part.replace(
    /\[([!^]?)([^\]]+)\]|[\\^$.*+?()[\]{}|]/g,
    (mark, not: string, of: string | undefined) => {
      if (of !== undefined) return `[${not === '' ? '' : '^'}${of.replace(/[\\[\]^]/g, '\\$&')}]`
      return mark === '*' ? '.*' : mark === '?' ? '.' : `\\${mark}`
    },
  )
  try {
    return new RegExp(`^${part.startsWith('.') ? '' : '(?!\\.)'}${letters}$`, 's')
  } catch {
    // A range that runs backwards fits nothing.
    return /(?!)/
  }
}
