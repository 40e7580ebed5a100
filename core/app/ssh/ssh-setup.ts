import type { Result } from '#contract/result.ts'
import type { SshSetup } from '#contract/ssh-setup.ts'
import type { IncludeState } from '#domain/ssh-config/include-line.ts'
import { ok } from '#domain/result.ts'
import { ownFileText } from '#domain/ssh-config/own-file.ts'
import type { SshPlaces } from '#domain/ssh-host/ssh-place.ts'

/** The two files of ssh, as this use case needs them; `core/store/ssh-config` has the real ones. */
export interface SshFiles {
  readonly configName: string
  readonly ownName: string
  readonly include: string
  /** The user's folder for ssh, as ssh reads it, where connections can be shared in it. */
  readonly sharesIn: string | null
  /** The key of Culvert's own; see `OwnFileWishes`. */
  readonly ownKey: { readonly identity: string; readonly publicFile: string }
  /** Makes it where it is not there. SSH_CONFIG_NOT_WRITTEN. */
  makeKey(): Promise<Result<void>>
  read(): Promise<{
    readonly include: IncludeState
    readonly lines: readonly string[] | null
    readonly unreadable: string | null
    readonly hosts: ReadonlySet<string>
    readonly own: { readonly text: string; readonly changed: boolean } | null
  }>
  turnOn(body: string): Promise<Result<void>>
  turnOff(): Promise<Result<void>>
  writeOwn(body: string): Promise<Result<void>>
  ownText(body: string): string
}

interface SshSetupDeps {
  readonly files: SshFiles
  places(): Promise<SshPlaces>
  readonly platform: string
  /** The words that start `culvert`, and its options. */
  readonly command: { readonly program: readonly string[]; readonly options: readonly string[] }
  /** The setting that a public key is pushed. */
  readonly pushesKey: { current(): boolean; change(on: boolean): Promise<Result<unknown>> }
}

/** Whether the user's ssh goes through Culvert, and how that is changed. */
export interface SshSetupBook {
  view(): Promise<SshSetup>
  /** Writes both files, Culvert's own also where somebody has changed it. */
  turnOn(wish: { readonly pushesKey: boolean }): Promise<Result<void>>
  turnOff(): Promise<Result<void>>
  /** Brings Culvert's own file up to date, where it is in use and as Culvert left it. */
  refresh(): Promise<void>
}

const headLines = 6
const headWidth = 200

/** Creates the book over the files as they are whenever it is asked. */
export function createSshSetupBook(deps: SshSetupDeps): SshSetupBook {
  const { files, pushesKey } = deps
  return {
    view: async () => viewOf(files, await readAll(deps), pushesKey.current()),
    async turnOn(wish) {
      const changed = await pushesKey.change(wish.pushesKey)
      if (!changed.ok) return changed
      const made = wish.pushesKey ? await files.makeKey() : ok(undefined)
      if (!made.ok) return made
      return await files.turnOn((await readAll(deps)).body.text)
    },
    turnOff: () => files.turnOff(),
    async refresh() {
      // Who does not use it is asked nothing: the places' names may be a question to AWS.
      if (stateOf(await files.read()) !== 'on') return
      const made = pushesKey.current() ? await files.makeKey() : ok(undefined)
      if (!made.ok) return
      const { found, body } = await readAll(deps)
      if (found.own?.text !== files.ownText(body.text)) await files.writeOwn(body.text)
    },
  }
}

/** The files as they are, and what Culvert's own is to be. */
async function readAll({ files, places: ask, platform, command, pushesKey }: SshSetupDeps) {
  const [found, places] = await Promise.all([files.read(), ask()])
  const { sharesIn, ownKey } = files
  const wishes = { platform, sharesIn, ownKey, ...command, pushesKey: pushesKey.current(), taken: found.hosts }
  return { found, body: ownFileText(places, wishes) }
}

function viewOf(files: SshFiles, { found, body }: Awaited<ReturnType<typeof readAll>>, pushesKey: boolean): SshSetup {
  const { include, lines, own } = found
  return {
    state: stateOf(found),
    config: {
      name: files.configName,
      is: lines === null ? 'missing' : 'there',
      head: headOf(lines ?? [], files.include),
      line: include.kind === 'off' ? null : include.line,
    },
    include: files.include,
    own: {
      name: files.ownName,
      text: files.ownText(body.text),
      found: own?.changed === true ? { text: own.text } : null,
      hosts: body.hosts,
    },
    pushesKey,
    example: body.example,
  }
}

type Found = Awaited<ReturnType<SshFiles['read']>>

function stateOf({ include, unreadable, own }: Found): SshSetup['state'] {
  if (unreadable !== null) return 'unreadable'
  if (include.kind !== 'on') return include.kind
  return own?.changed === true ? 'changed' : 'on'
}

/** What a person knows their file by; a whole config is nobody's business, not the window's either. */
function headOf(lines: readonly string[], include: string): string[] {
  const others = lines.filter((line) => line.trim() !== include)
  const first = others.findIndex((line) => line.trim() !== '')
  return others.slice(Math.max(0, first), Math.max(0, first) + headLines).map((line) => line.slice(0, headWidth))
}
