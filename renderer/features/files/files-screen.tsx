import './files.css'
import { useState } from 'react'
import type { FarEntry, FileSessionView, TransferView } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import { problemText } from '#words/problem-text.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { DropArea, useDrop } from './drop-area.tsx'
import { ExistsQuestion } from './exists-question.tsx'
import type { FileBrowser } from './file-browser.ts'
import { FileList } from './file-list.tsx'
import { FilesToolbar } from './files-toolbar.tsx'
import { SessionBar } from './session-bar.tsx'
import { TransfersPanel } from './transfers-panel.tsx'
import { useBrowser, useBrowsing, useFileWords, useReading } from './use-files.ts'
import { UserQuestion } from './user-question.tsx'

interface FilesScreenProps {
  readonly view: FileSessionView
  /** Opens the session again; `user`: as somebody else over SSH. */
  readonly onAgain: (user?: string) => void
  readonly onClose: () => void
}

/** Whom the far end takes us for, while it is known. */
function userOf({ status, request }: FileSessionView): string | null {
  if (status.kind === 'open') return status.carrier.user
  return request.user ?? null
}

/** Why the folder that was asked for is not shown; the one before stays. */
function Trouble({ problem, browser }: { readonly problem: Problem; readonly browser: FileBrowser }) {
  const words = useWords()
  const { headline, sentence } = problemText(problem, words, {})
  const hasFolder = useBrowsing(browser, (state) => state.listing !== null)
  return (
    <div className="files-trouble" role="alert">
      <h2>{headline}</h2>
      <p>{sentence}</p>
      <Button onClick={hasFolder ? browser.forgetProblem : () => void browser.go({ by: 'home' })}>
        {hasFolder ? words.close : words.retry}
      </Button>
    </div>
  )
}

interface FolderProps extends Pick<FilesScreenProps, 'view'> {
  readonly browser: FileBrowser
  readonly onFetch: (entries: readonly FarEntry[]) => void
}

/** What is in the folder, and where files are dropped. */
function Folder({ view, browser, onFetch }: FolderProps) {
  const say = useFileWords()
  const listing = useBrowsing(browser, (state) => state.listing)
  const problem = useBrowsing(browser, (state) => state.problem)
  const isReading = useBrowsing(browser, (state) => state.isReading)
  const isOpen = view.status.kind === 'open'
  const { isOver, handlers } = useDrop(view.id, isOpen ? listing : null)
  return (
    <div className="files-folder" data-over={isOver ? '' : undefined} aria-busy={isReading} {...handlers}>
      {problem === null ? null : <Trouble problem={problem} browser={browser} />}
      {listing === null ? (
        isOpen && isReading ? (
          <p className="files-none t3">{say.reading}</p>
        ) : null
      ) : (
        <>
          <FileList browser={browser} listing={listing} user={userOf(view)} onFetch={onFetch} />
          {listing.entries.length === 0 ? <p className="files-none t3">{say.empty}</p> : null}
          {listing.more > 0 ? <p className="files-more t3">{say.more(listing.more)}</p> : null}
          {isOpen ? <DropArea path={listing.path} isOver={isOver} /> : null}
        </>
      )}
    </div>
  )
}

/** What lies over the files. */
type Over = { readonly kind: 'exists'; readonly transfer: string } | { readonly kind: 'user' }

interface OverlayProps extends Pick<FilesScreenProps, 'view'> {
  readonly onUser: (user: string) => void
  readonly over: Over | null
  /** Transfers that a person put off. */
  readonly putOff: readonly string[]
  readonly onClose: (transfer: string | null) => void
}

/** The question that is to be answered now: one that was asked for, or the first that nobody has put off. */
function Overlay({ view, over, putOff, onUser, onClose }: OverlayProps) {
  if (over?.kind === 'user') {
    return <UserQuestion user={userOf(view) ?? ''} onUser={onUser} onClose={() => onClose(null)} />
  }
  const asking = view.transfers.filter(({ status }) => status.kind === 'asks')
  const wanted: TransferView | undefined =
    asking.find(({ id }) => id === over?.transfer) ?? asking.find(({ id }) => !putOff.includes(id))
  if (wanted === undefined) return null
  return <ExistsQuestion key={wanted.id} id={view.id} transfer={wanted} onClose={() => onClose(wanted.id)} />
}

/** What is fetched and sent from here. */
function useTransferring(id: string, browser: FileBrowser) {
  const { call } = useActions()
  const fetch = (entries: readonly FarEntry[]): void => {
    const keys = entries.map(({ key }) => key)
    if (keys.length > 0) void call('files.download', { id, keys })
  }
  return {
    fetch,
    fetchChosen: () => {
      const { listing, chosen } = browser.getState()
      fetch((listing?.entries ?? []).filter(({ key }) => chosen.has(key)))
    },
    upload: (what: 'files' | 'folders') => {
      const into = browser.getState().listing?.key
      if (into !== undefined) void call('files.upload', { id, into, what })
    },
  }
}

/** The files of a target: its folders, and what is on its way from and to them. */
export function FilesScreen({ view, onAgain, onClose }: FilesScreenProps) {
  const browser = useBrowser(view.id)
  const [over, setOver] = useState<Over | null>(null)
  const [putOff, setPutOff] = useState<readonly string[]>([])
  useReading(view, browser)
  const { fetch, fetchChosen, upload } = useTransferring(view.id, browser)
  const closeOver = (transfer: string | null): void => {
    setOver(null)
    if (transfer !== null) setPutOff([...putOff, transfer])
  }
  const onAsk = (transfer: TransferView): void => setOver({ kind: 'exists', transfer: transfer.id })
  const onUser = view.request.target.on === 'container' ? null : (): void => setOver({ kind: 'user' })
  const state = { isOpen: view.status.kind === 'open', user: userOf(view), onUser }
  return (
    <div className="list-screen files">
      <FilesToolbar request={view.request} browser={browser} {...state} onUpload={upload} onDownload={fetchChosen} />
      <div className="files-body">
        <Folder view={view} browser={browser} onFetch={fetch} />
        <TransfersPanel view={view} onAsk={onAsk} onUser={onUser} />
      </div>
      <SessionBar view={view} onAgain={() => onAgain()} onClose={onClose} />
      <Overlay view={view} over={over} putOff={putOff} onUser={onAgain} onClose={closeOver} />
    </div>
  )
}
