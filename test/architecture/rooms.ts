import { importsOf, resolveInProject } from './imports.ts'
import type { SourceFile } from './source-tree.ts'

/** What the files of one room inside a top-level folder may use of that folder's other rooms. */
interface Room {
  /** Folder, relative to the root. The longest that fits a file is its room. With `/*` each folder in it is a room. */
  readonly room: string
  /** Folders and files it may use besides itself. */
  readonly uses: readonly string[]
  /** Other top-level folders it may use; without this, what its layer may. */
  readonly outside?: readonly string[]
}

export const rooms: readonly Room[] = [
  // Pieces of a user interface that know no domain, stores and hooks, what features share, features, what composes them.
  { room: 'renderer', uses: ['renderer/frame', 'renderer/app', 'renderer/ui'] },
  { room: 'renderer/ui', uses: [], outside: [] },
  { room: 'renderer/app', uses: [] },
  { room: 'renderer/parts', uses: ['renderer/app', 'renderer/ui'] },
  { room: 'renderer/features/*', uses: ['renderer/parts', 'renderer/app', 'renderer/ui'] },
  { room: 'renderer/frame', uses: ['renderer/features', 'renderer/parts', 'renderer/app', 'renderer/ui'] },

  // The relay composes; doors and pools stand beside each other, hosted sessions below the pools, engines below those, and neither engine knows the other.
  { room: 'relay', uses: ['relay'] },
  { room: 'relay/front-door', uses: ['relay/stream-source.ts', 'relay/clock.ts'] },
  { room: 'relay/pool', uses: ['relay/stream-source.ts', 'relay/session-host'] },
  { room: 'relay/ssh-door', uses: ['relay/session-host'] },
  { room: 'relay/session-host', uses: ['relay/stream-source.ts', 'relay/engine/engine.ts', 'relay/clock.ts'] },
  { room: 'relay/engine', uses: ['relay/engine', 'relay/process', 'relay/clock.ts'] },
  {
    room: 'relay/engine/builtin',
    uses: ['relay/engine/engine.ts', 'relay/engine/closing-text.ts', 'relay/clock.ts'],
  },
  {
    room: 'relay/engine/plugin',
    uses: ['relay/engine/engine.ts', 'relay/engine/closing-text.ts', 'relay/process', 'relay/clock.ts'],
  },
  {
    room: 'relay/shell-host',
    uses: ['relay/stream-port.ts', 'relay/recording', 'relay/session-host', 'relay/engine/engine.ts', 'relay/clock.ts'],
  },
  { room: 'relay/files', uses: ['relay/session-host', 'relay/engine/engine.ts'] },
  { room: 'relay/process', uses: ['relay/stream-port.ts', 'relay/clock.ts'] },

  // Use cases know ports and not each other; tunnels and shells are made of sessions, and sessions know neither.
  { room: 'core/app', uses: [] },
  {
    room: 'core/app/*',
    uses: [
      'core/app/ports.ts',
      'core/app/recording-ports.ts',
      'core/app/node-access-ports.ts',
      'core/app/profile-ports.ts',
      'core/app/mfa-questions.ts',
      'core/app/work-queue.ts',
      'core/app/map-limited.ts',
      'core/app/asked-once.ts',
      'core/app/relabelled.ts',
    ],
  },
  { room: 'core/app/ssh', uses: ['core/app/sessions', 'core/app/ports.ts', 'core/app/asked-once.ts'] },
  {
    room: 'core/app/tunnels',
    uses: ['core/app/sessions', 'core/app/ports.ts', 'core/app/mfa-questions.ts', 'core/app/work-queue.ts'],
  },
  { room: 'core/app/files', uses: ['core/app/sessions', 'core/app/ports.ts', 'core/app/relabelled.ts'] },
  {
    room: 'core/app/shells',
    uses: ['core/app/sessions', 'core/app/ports.ts', 'core/app/recording-ports.ts', 'core/app/relabelled.ts'],
  },
  { room: 'core/app/aws-sessions', uses: ['core/app/sessions', 'core/app/ports.ts', 'core/app/map-limited.ts'] },

  // The composition root uses everything, its parts everything but the root, and the rest stands alone.
  { room: 'main', uses: ['main'] },
  { room: 'main/parts', uses: ['main'] },
  { room: 'main/*', uses: ['main/system', 'main/paths.ts', 'main/contract-server/trusted-sender.ts'] },
  { room: 'main/handlers', uses: [] },
]

/** The room of a file, as the folder it is; with `*` filled in. */
function roomOf(path: string): { readonly row: Room; readonly folder: string } | undefined {
  const fitting = rooms.flatMap((row) => {
    const folder = folderOf(row, path)
    return folder === undefined ? [] : [{ row, folder }]
  })
  return fitting.sort((one, other) => precision(other) - precision(one))[0]
}

/** A row that names a folder goes before one with a star that fits the same folder. */
function precision({ row, folder }: { readonly row: Room; readonly folder: string }): number {
  return folder.length + (row.room.endsWith('/*') ? 0 : 0.5)
}

function folderOf({ room }: Room, path: string): string | undefined {
  if (!room.endsWith('/*')) return path.startsWith(`${room}/`) ? room : undefined
  const parent = room.slice(0, -1)
  const [inside, ...rest] = path.startsWith(parent) ? path.slice(parent.length).split('/') : []
  return inside === undefined || rest.length === 0 ? undefined : parent + inside
}

/** Every import that goes from one room into another it may not use, as a sentence. */
export function roomViolations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const own = roomOf(file.path)
    if (own === undefined) return []
    const targets = importsOf(file).flatMap((specifier) => resolveInProject(file, specifier) ?? [])
    return targets
      .filter((target) => !mayUse(own, file.path, target))
      .map((target) => `${file.path}: ${target} is out of the reach of ${own.folder}`)
  })
}

function mayUse(own: { readonly row: Room; readonly folder: string }, path: string, target: string): boolean {
  const top = `${path.split('/')[0]!}/`
  if (!target.startsWith(top)) return own.row.outside?.some((folder) => target.startsWith(`${folder}/`)) ?? true
  if (roomOf(target)?.folder === own.folder) return true
  return own.row.uses.some((used) => target === used || target.startsWith(`${used}/`))
}

/** What a user interface says when it knows the domain. `prod` and the like are colours of the theme. */
const domainWords =
  /\b(tunnels?|sessions?|sign-?ins?|profiles?|environments?|production|staging|hops?|routes?|snapshots?|armed|postgres\w*|mysql|redis|aws|ssm)\b/gi

/** Words of the domain in the pieces of user interface that should serve any. */
export function domainInPieces(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => path.startsWith('renderer/ui/'))
    .flatMap(({ path, text }) => {
      const said = new Set([...wordsIn(text).matchAll(domainWords)].map(([word]) => word))
      return [...said].map((word) => `${path}: says ${word}`)
    })
}

/** The text without comments, with compound names taken apart: `tunnelName` and `tunnel-name` say tunnel. */
function wordsIn(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
}
