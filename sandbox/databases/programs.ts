import { access, constants, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** Folders beside PATH where servers are usually installed. Numbered ones sort newest first. */
const folders: readonly { readonly parent: string; readonly child: string }[] = [
  { parent: '/usr/lib/postgresql', child: 'bin' },
  { parent: '/opt/homebrew/opt', child: 'bin' },
  { parent: '/usr/local/opt', child: 'bin' },
  { parent: 'C:\\Program Files\\PostgreSQL', child: 'bin' },
]
const systemFolders = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/usr/bin']

/** Absolute path of a program on PATH or in a usual place, or null. */
export async function findProgram(name: string): Promise<string | null> {
  const file = process.platform === 'win32' ? `${name}.exe` : name
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const folder of [...path, ...systemFolders, ...(await numberedFolders())]) {
    const candidate = join(folder, file)
    if (await isExecutable(candidate)) return candidate
  }
  return null
}

async function numberedFolders(): Promise<readonly string[]> {
  const lists = folders.map(async ({ parent, child }) => {
    const names = await readdir(parent).catch(() => [])
    const newestFirst = names.toSorted((left, right) => right.localeCompare(left, 'en', { numeric: true }))
    return newestFirst.map((name) => join(parent, name, child))
  })
  return (await Promise.all(lists)).flat()
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
