import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { codeOf } from './json-document.ts'

/** A program that a Linux desktop starts when the user logs in (freedesktop's Desktop Application Autostart). */
export interface AutostartEntry {
  /** As the desktop's settings show it. */
  readonly name: string
  /** Absolute path of the program. */
  readonly program: string
  readonly args: readonly string[]
}

/** Whether the desktop starts it. `off-by-desktop`: the file is there, and the desktop's own settings switched it off. */
export type AutostartState = 'on' | 'off' | 'off-by-desktop'

/** The file of one program in the folder `autostart`. */
export interface AutostartFile {
  state(): Promise<AutostartState>
  /** Writes the file as a whole, or takes it away; gives the system's code (`EACCES`) when that fails, else null. */
  set(wish: 'on' | 'off'): Promise<string | null>
  /** Writes a file that is on anew when it starts another program than this one, such as an older AppImage. */
  renew(): Promise<void>
}

/** A word of an Exec line: quoted, its own escapes first, and then those of a value of the file. */
function execWord(word: string): string {
  const quoted = word.replace(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%')
  return `"${quoted.replaceAll('\\', '\\\\')}"`
}

function textOf({ name, program, args }: AutostartEntry): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${[program, ...args].map(execWord).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

const switchedOff = /^(?:Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/im

/** `path`: absolute, with the extension `.desktop`. */
export function createAutostartFile(path: string, entry: AutostartEntry): AutostartFile {
  const text = textOf(entry)
  const read = (): Promise<string | null> => readFile(path, 'utf8').catch(() => null)
  const write = async (): Promise<void> => {
    await mkdir(dirname(path), { recursive: true })
    await writeFileAtomic(path, text)
  }
  const state = async (): Promise<AutostartState> => {
    const found = await read()
    if (found === null) return 'off'
    return switchedOff.test(found) ? 'off-by-desktop' : 'on'
  }
  return {
    state,
    async set(wish) {
      try {
        await (wish === 'on' ? write() : rm(path, { force: true }))
        return null
      } catch (error) {
        return codeOf(error)
      }
    },
    async renew() {
      if ((await state()) !== 'on' || (await read()) === text) return
      await write().catch(() => {})
    },
  }
}
