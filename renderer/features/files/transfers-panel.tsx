import './transfers.css'
import { Info } from 'lucide-react'
import type { FileCarrier, FileSessionView, TransferView } from '#contract/files.ts'
import type { FarFileWords } from '#words/far-file-words.ts'
import { useActions, type Actions } from '../../app/actions.ts'
import { TransferItem } from './transfer-item.tsx'
import { isOver, underWay, type TransferAct } from './transfer-words.ts'
import { useFileWords } from './use-files.ts'

interface PanelProps {
  readonly view: FileSessionView
  /** A person is to say what becomes of a name that is there already. */
  readonly onAsk: (transfer: TransferView) => void
  /** Asks for another user; null where there is none to be had. */
  readonly onUser: (() => void) | null
}

/** What carries the files, and why that. */
function carrierText(carrier: FileCarrier, { carrier: say }: FarFileWords): string {
  if (carrier.over === 'ssh') return say.ssh(carrier.user)
  return carrier.why === 'no-key' ? say.shell['no-key'](carrier.triedUser) : say.shell[carrier.why]
}

/** How the files go, and another way where there is one. */
function Note({ carrier, onUser }: Pick<PanelProps, 'onUser'> & { readonly carrier: FileCarrier }) {
  const say = useFileWords()
  return (
    <div className="transfers-note">
      <Info size={14} aria-hidden="true" />
      <div>
        <p>{say.carrier.note(carrierText(carrier, say))}</p>
        {onUser === null ? null : (
          <button type="button" className="link link-tall" onClick={onUser}>
            {say.changeUser}
          </button>
        )}
      </div>
    </div>
  )
}

/** Orders of the panel as calls. */
function order(
  act: Exclude<TransferAct, 'answer'>,
  id: string,
  transfer: string,
  { call }: Pick<Actions, 'call'>,
): void {
  const calls = {
    pause: 'files.pause',
    goOn: 'files.goOn',
    cancel: 'files.cancel',
    forget: 'files.cancel',
    reveal: 'files.reveal',
    retry: 'files.retry',
  } as const
  void call(calls[act], { id, transfer })
}

/** Says each end of a transfer to who does not see the panel. */
function LastEnd({ transfers }: Pick<FileSessionView, 'transfers'>) {
  const { ended } = useFileWords().transfers
  const last = inOrder(transfers).find(isOver)
  const text = last === undefined ? '' : last.status.kind === 'same' ? ended.same(last.name) : ended.other(last.name)
  return (
    <span className="visually-hidden" role="status">
      {text}
    </span>
  )
}

const endOf = ({ status }: TransferView): number => ('at' in status ? status.at : 0)

/** What is still to be done in its order, then what is over, the last end first. */
function inOrder(transfers: readonly TransferView[]): readonly TransferView[] {
  const over = transfers.filter(isOver).toSorted((one, other) => endOf(other) - endOf(one))
  return [...transfers.filter((transfer) => !isOver(transfer)), ...over]
}

/** Everything that is, was or will be on its way in a session. */
export function TransfersPanel({ view, onAsk, onUser }: PanelProps) {
  const say = useFileWords()
  const actions = useActions()
  const { id, transfers, status } = view
  const onAct = (act: TransferAct, transfer: TransferView): void =>
    act === 'answer' ? onAsk(transfer) : order(act, id, transfer.id, actions)
  return (
    <aside className="transfers" aria-label={say.transfers.title}>
      <div className="transfers-head">
        <h2>{say.transfers.title}</h2>
        <span className="t3 num">{say.transfers.underWay(underWay(transfers))}</span>
        <span className="grow" />
        {transfers.some(isOver) ? (
          <button type="button" className="link link-tall" onClick={() => void actions.call('files.clear', { id })}>
            {say.transfers.clear}
          </button>
        ) : null}
      </div>
      {transfers.length === 0 ? <p className="transfers-none t3">{say.transfers.none}</p> : null}
      <ul>
        {inOrder(transfers).map((transfer) => (
          <TransferItem key={transfer.id} transfer={transfer} onAct={onAct} />
        ))}
      </ul>
      {status.kind === 'open' ? <Note carrier={status.carrier} onUser={onUser} /> : null}
      <LastEnd transfers={transfers} />
    </aside>
  )
}
