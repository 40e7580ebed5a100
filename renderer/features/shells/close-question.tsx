import { FolderOpen, SquareTerminal } from 'lucide-react'
import type { FileSessionView } from '#contract/files.ts'
import type { ShellView } from '#contract/shells.ts'
import { isUnfinished } from '#domain/transfer/unfinished.ts'
import { environmentOf } from '#domain/environments.ts'
import { formatTime } from '#words/format.ts'
import { useSnapshot } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { Question } from '../../ui/question.tsx'
import type { CloseOrder } from './store/shell-state.ts'
import { shellName, useShellStore, useShellWords, useShells } from './use-shells.ts'

/** A shell that would end: its name, and since when something may run in it. */
function ShellLine({ view }: { readonly view: ShellView }) {
  const say = useShellWords()
  const { environments } = useSnapshot()
  const { environment: id } = view.request
  const environment = id === null ? null : environmentOf(environments, id)
  const { status } = view
  return (
    <li>
      <span className="end-icon" aria-hidden="true">
        {environment === null ? <SquareTerminal size={13} /> : <EnvironmentMark environment={environment} />}
      </span>
      <span className="end-program">
        <b className="trunc">{shellName(view.request, view)}</b>
        {view.targetId === null ? null : <span className="mono trunc">{view.targetId}</span>}
      </span>
      <span className="end-count num">
        {status.kind === 'open' ? say.state.opened(formatTime(status.since)) : say.state.reconnecting}
      </span>
    </li>
  )
}

const unfinishedOf = ({ transfers }: FileSessionView): number =>
  transfers.filter(({ status }) => isUnfinished(status)).length

/** Files of which something is on its way. */
function FilesLine({ view }: { readonly view: FileSessionView }) {
  const say = useShellWords().closing
  return (
    <li>
      <span className="end-icon" aria-hidden="true">
        <FolderOpen size={13} />
      </span>
      <span className="end-program">
        <b className="trunc">{view.request.name}</b>
        {view.targetId === null ? null : <span className="mono trunc">{view.targetId}</span>}
      </span>
      <span className="end-count num">{say.unfinished(unfinishedOf(view))}</span>
    </li>
  )
}

function CloseSheet({ order }: { readonly order: CloseOrder }) {
  const store = useShellStore()
  const say = useShellWords().closing
  const { environments } = useSnapshot()
  const { shells, files } = store.closing.atStake(order)
  const isProduction = [...shells, ...files].some(
    ({ request: { environment } }) => environment !== null && environmentOf(environments, environment).isProduction,
  )
  const [first] = shells
  const name = first === undefined ? (files[0]?.request.name ?? '') : shellName(first.request, first)
  const unfinished = files.reduce((sum, view) => sum + unfinishedOf(view), 0)
  return (
    <Question
      title={say.title(shells.length, files.length, name)}
      care={isProduction ? '' : undefined}
      keep={say.keep}
      action={say.action(shells.length + files.length)}
      onConfirm={store.closing.confirm}
      onClose={store.closing.keep}
    >
      {shells.length === 0 ? null : <p>{say.text(shells.length)}</p>}
      {unfinished === 0 ? null : <p>{say.transfers(unfinished)}</p>}
      <ul className="end-list">
        {shells.map((view) => (
          <ShellLine key={view.id} view={view} />
        ))}
        {files.map((view) => (
          <FilesLine key={view.id} view={view} />
        ))}
      </ul>
    </Question>
  )
}

/** Asks before a pane or a tab is closed in which something may run. */
export function CloseQuestion() {
  const order = useShells((state) => state.asksToClose)
  return order === null ? null : <CloseSheet order={order} />
}
