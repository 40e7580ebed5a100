import { noLayout, shellLayout, type ShellLayout } from '#contract/shell-layout.ts'
import type { Log } from '../app/ports.ts'
import { codeOf, readDocument, writeDocument, type DocumentFormat } from './json-document.ts'

const format: DocumentFormat = { version: 1, migrations: {} }

/** How the tabs of shells are arranged, in a file of its own. */
export interface ShellLayoutStore {
  load(): Promise<ShellLayout>
  /** The last one given is what lies there in the end. */
  save(layout: ShellLayout): Promise<void>
}

/**
 * A layout that cannot be read, or makes no sense, is none: nothing is lost with it but where tabs were. One of a later
 * version is not written over. A failed write is a line in the log.
 */
export function createShellLayoutStore(path: string, log: Log): ShellLayoutStore {
  let isReadOnly = false
  let last: Promise<void> = Promise.resolve()
  const write = async (layout: ShellLayout): Promise<void> => {
    if (isReadOnly) return
    try {
      await writeDocument(path, { ...layout, version: format.version })
    } catch (error) {
      log.warn('shell-layout-not-written', { code: codeOf(error) })
    }
  }
  return {
    async load() {
      const read = await readDocument(path, format)
      isReadOnly = read.kind === 'newer' || read.kind === 'unreadable'
      const parsed = read.kind === 'read' ? shellLayout.safeParse(read.document) : null
      return parsed?.success === true ? parsed.data : noLayout
    },
    save(layout) {
      last = last.then(() => write(layout))
      return last
    },
  }
}
