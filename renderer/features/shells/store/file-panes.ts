import type { FileRequest } from '#contract/files.ts'
import { fail } from '#domain/result.ts'
import type { Arranging } from './arranging.ts'
import { withEntry, type PaneContent } from './shell-state.ts'
import type { StoreParts } from './store-parts.ts'

/** Panes that hold the files of a target. */
export interface FilePanes {
  /** One tab per target: that of files which are open already is shown again. */
  open(files: FileRequest): void
  /** Asks main once more for what it refused, or for a session that is over. */
  again(pane: string): void
}

/** The same place on the same target, whatever it is called. */
const placeOf = ({ profile, region, target }: FileRequest): string => JSON.stringify([profile, region, target])

export function createFilePanes({ services, store }: StoreParts, arrange: Arranging): FilePanes {
  const setContent = (pane: string, content: PaneContent): void =>
    store.setState(({ contents }) => ({ contents: withEntry(contents, pane, content) }))
  const ask = async (pane: string, files: FileRequest): Promise<void> => {
    const answer = await services.client.call('files.open', files).catch(() => fail('INTERNAL', {}))
    const isWanted = store.getState().contents.has(pane)
    if (!answer.ok)
      return isWanted ? setContent(pane, { kind: 'files-refused', files, problem: answer.error }) : undefined
    // Whoever closed the pane meanwhile did not want it any more.
    if (!isWanted) return void services.client.call('files.close', answer.value)
    setContent(pane, { kind: 'files', files, id: answer.value.id })
  }
  return {
    open(files) {
      const wanted = placeOf(files)
      const known = [...store.getState().contents].find(
        ([, content]) => 'files' in content && placeOf(content.files) === wanted,
      )
      if (known !== undefined) return arrange.focusPane(known[0])
      void ask(arrange.openFiles(files), files)
    },
    again(pane) {
      const content = store.getState().contents.get(pane)
      if (content?.kind === 'files') return void services.client.call('files.again', { id: content.id })
      if (content?.kind !== 'files-refused') return
      setContent(pane, { kind: 'files-starting', files: content.files })
      void ask(pane, content.files)
    },
  }
}
