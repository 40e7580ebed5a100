import type { TransferNews } from '#contract/file-relay.ts'
import { partKeptMs, type TransferAmount } from '#contract/files.ts'
import { isOver, isReadyToRun, newTransfer, type TransferState } from './state.ts'

/** What happened to a transfer. */
export type TransferEvent =
  /** It is its turn. */
  | { readonly type: 'turn' }
  | { readonly type: 'news'; readonly news: TransferNews }
  | { readonly type: 'pause' }
  | { readonly type: 'go-on' }
  | { readonly type: 'answer'; readonly answer: 'overwrite' | 'keep-both' }
  | { readonly type: 'retry' }
  /** The relay is gone, and with it what it worked at. */
  | { readonly type: 'relay-stopped' }

/** What is to be done; the owner carries it out. */
export type TransferEffect = 'run' | 'stop' | 'none'

interface Step {
  readonly state: TransferState
  readonly effect: TransferEffect
}

const nothingDone: TransferAmount = { bytes: 0, totalBytes: 0, files: 0, totalFiles: 1 }

/** The transfer's reducer: total, pure. `at`: epoch ms. What does not fit the state changes nothing. */
export function transferTransition(state: TransferState, event: TransferEvent, at: number): Step {
  switch (event.type) {
    case 'turn':
      return isReadyToRun(state) ? { state: { ...state, run: 'running' }, effect: 'run' } : still(state)
    case 'news':
      return state.run === 'none' ? still(state) : still(heard(state, event.news, at))
    case 'pause':
      return paused(state, at)
    case 'go-on':
      return state.status.kind === 'paused' && state.run === 'none' ? still(waiting(state)) : still(state)
    case 'answer':
      return state.status.kind === 'asks' ? still(newTransfer(event.answer)) : still(state)
    case 'retry':
      return isOver(state) && state.status.kind !== 'same' ? still(newTransfer(state.plan.onExisting)) : still(state)
    case 'relay-stopped':
      return state.run === 'none' ? still(state) : still(stopped(state, 'lost', amountOf(state), at))
  }
}

const still = (state: TransferState): Step => ({ state, effect: 'none' })

const waiting = (state: TransferState): TransferState => ({ ...state, status: { kind: 'waits', behind: null } })

/** One that does not move is paused at once; one that does says when it stands. */
function paused(state: TransferState, at: number): Step {
  const { kind } = state.status
  if (state.run === 'running') return { state: { ...state, run: 'stopping' }, effect: 'stop' }
  return kind === 'waits' ? still(stopped(state, 'person', amountOf(state), at)) : still(state)
}

function heard(state: TransferState, news: TransferNews, at: number): TransferState {
  const over = { ...state, run: 'none' } as const
  switch (news.news) {
    case 'counting':
      return { ...state, status: { kind: 'counting' } }
    case 'moving': {
      const { amount, rate, savedAs } = news
      const resume = { savedAs, files: amount.files }
      return { ...state, status: { kind: 'moving', amount, rate }, savedAs, plan: { ...state.plan, resume } }
    }
    case 'file':
      return state
    case 'checking':
      return { ...state, status: { kind: 'checking', amount: news.amount } }
    case 'exists':
      return { ...over, status: { kind: 'asks', existing: news.existing, coming: news.coming } }
    case 'stopped': {
      const { amount, savedAs, part } = news
      const resume = savedAs === null ? null : { savedAs, files: amount.files }
      const why = news.why === 'lost' ? 'lost' : 'person'
      // A run that ended before it wrote anything leaves the part of the one before.
      const plan = { ...state.plan, resume, part: part ?? state.plan.part }
      return stopped({ ...state, savedAs, plan }, why, amount, at)
    }
    case 'same': {
      const { amount, sha256, leftOut, savedAs } = news
      return { ...over, savedAs, status: { kind: 'same', amount, sha256, leftOut, at } }
    }
    case 'not-same':
      return { ...over, status: { kind: 'not-same', file: news.file, at } }
    case 'failed':
      return { ...over, status: { kind: 'failed', problem: news.problem, at } }
  }
}

function stopped(state: TransferState, why: 'person' | 'lost', amount: TransferAmount, at: number): TransferState {
  return { ...state, run: 'none', status: { kind: 'paused', amount, why, keptUntil: at + partKeptMs } }
}

function amountOf({ status }: TransferState): TransferAmount {
  return 'amount' in status ? status.amount : nothingDone
}
