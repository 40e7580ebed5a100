import type { FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import type { ProductionAgreement } from '#contract/production.ts'
import { fail } from '#domain/result.ts'
import type { Arranging } from './arranging.ts'
import { withEntry, type PaneContent } from './shell-state.ts'
import type { StoreParts } from './store-parts.ts'

/** How files are to be opened again. */
export interface AgainWish {
  readonly agreed?: ProductionAgreement
  /** Whom to be over SSH; as before unless said. */
  readonly user?: string | undefined
}

/** Panes that hold the files of a target. */
export interface FilePanes {
  /** One tab per target: that of files which are open already is shown again. */
  open(files: FileRequest): void
  /** Asks main once more for what it refused, or for a session that is over. */
  again(pane: string, wish?: AgainWish): void
}

/** The same place on the same target, whatever it is called. */
const placeOf = ({ profile, region, target }: FileRequest): string => JSON.stringify([profile, region, target])

/** What main is asked about files, and what its answers make of their pane. */
function createAsking({ services, store }: StoreParts) {
  const { client } = services
  const setContent = (pane: string, content: PaneContent): void =>
    store.setState(({ contents }) => ({ contents: withEntry(contents, pane, content) }))
  /** Main opens nothing on production before somebody was asked. */
  const question = (pane: string, problem: Problem, user?: string): void => {
    if (problem.code === 'PRODUCTION_NOT_AGREED' && store.getState().contents.has(pane))
      store.setState({ asksToOpen: { pane, account: problem.details.account, user } })
  }
  return {
    setContent,
    async open(pane: string, files: FileRequest, agreed: ProductionAgreement): Promise<void> {
      const answer = await client.call('files.open', { ...files, agreed }).catch(() => fail('INTERNAL', {}))
      const isWanted = store.getState().contents.has(pane)
      if (!answer.ok) {
        if (isWanted) setContent(pane, { kind: 'files-refused', files, problem: answer.error })
        return question(pane, answer.error)
      }
      // Whoever closed the pane meanwhile did not want it any more.
      if (!isWanted) return void client.call('files.close', answer.value)
      setContent(pane, { kind: 'files', files, id: answer.value.id })
    },
    async again(pane: string, id: string, { agreed = 'none', user }: AgainWish): Promise<void> {
      const asked = { id, agreed, ...(user === undefined ? {} : { user }) }
      const answer = await client.call('files.again', asked).catch(() => fail('INTERNAL', {}))
      if (!answer.ok) question(pane, answer.error, user)
    },
  }
}

export function createFilePanes(parts: StoreParts, arrange: Arranging): FilePanes {
  const { store } = parts
  const asking = createAsking(parts)
  return {
    open(files) {
      const wanted = placeOf(files)
      const known = [...store.getState().contents].find(
        ([, content]) => 'files' in content && placeOf(content.files) === wanted,
      )
      if (known !== undefined) return arrange.focusPane(known[0])
      void asking.open(arrange.openFiles(files), files, 'none')
    },
    again(pane, wish = {}) {
      const content = store.getState().contents.get(pane)
      if (content?.kind === 'files') return void asking.again(pane, content.id, wish)
      if (content?.kind !== 'files-refused' && content?.kind !== 'files-resting') return
      asking.setContent(pane, { kind: 'files-starting', files: content.files })
      void asking.open(pane, content.files, wish.agreed ?? 'none')
    },
  }
}
