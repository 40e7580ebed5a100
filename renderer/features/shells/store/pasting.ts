import { environmentOf } from '#domain/environments.ts'
import { asksFirst, reviewPaste, typedText, type PasteChoice } from '#domain/paste-review/paste-review.ts'
import { runPaste, type PasteTarget } from '../paste-run.ts'
import type { Broadcasting } from './broadcasting.ts'
import type { Paste } from './shell-state.ts'
import type { StoreParts, Terminals } from './store-parts.ts'

/** Pastes: looked at first where that is due, then sent in pieces. */
export interface Pasting {
  pasted(pane: string, text: string): void
  /** Sends what is being looked at. */
  confirm(choice: PasteChoice): void
  /** Gives up what is being looked at, or stops what is being sent. */
  cancel(): void
}

/** Letters up to which a paste is gone before anybody could stop it: it is shown no progress. */
const shortPaste = 16_384

export function createPasting(
  { services, store, viewOf, requestOf }: StoreParts,
  terminals: () => Terminals,
  broadcast: Broadcasting,
): Pasting {
  const takesKeys = (pane: string): boolean => ['open', 'reconnecting'].includes(viewOf(pane)?.status.kind ?? '')
  const send = createSend(store, terminals, broadcast)
  const isCareful = (pane: string): boolean => {
    const environment = requestOf(pane)?.environment ?? null
    const environments = services.snapshots.getState().snapshot?.environments ?? []
    return environment !== null && environmentOf(environments, environment).isProduction
  }
  return {
    pasted(pane, text) {
      if (text === '' || store.getState().paste !== null) return
      // What is over takes nothing, so nothing is asked about it.
      if (!broadcast.hearers(pane).some(takesKeys)) return
      const review = reviewPaste(text)
      const everywhere = services.snapshots.getState().snapshot?.settings.pasteAsks === 'always'
      const isAsked = asksFirst(review) && (everywhere || broadcast.hearers(pane).some(isCareful))
      if (isAsked) store.setState({ paste: { kind: 'review', pane, text, review } })
      else send(pane, typedText(text, 'clean'))
    },
    confirm(choice) {
      const { paste } = store.getState()
      if (paste?.kind !== 'review') return
      store.setState({ paste: null })
      send(paste.pane, typedText(paste.text, choice))
    },
    cancel() {
      const { paste } = store.getState()
      if (paste?.kind === 'sending') paste.stop()
      store.setState({ paste: null })
      if (paste !== null) terminals().peek(paste.pane)?.focus()
    },
  }
}

/** Sends a text to whoever hears what is typed in a pane; a long one is shown as it goes. */
function createSend(store: StoreParts['store'], terminals: () => Terminals, broadcast: Broadcasting) {
  const change = (stop: () => void, next: (paste: Extract<Paste, { kind: 'sending' }>) => Paste | null): void => {
    const { paste } = store.getState()
    if (paste?.kind === 'sending' && paste.stop === stop) store.setState({ paste: next(paste) })
  }
  return (pane: string, text: string): void => {
    const targets: readonly PasteTarget[] = broadcast.hearers(pane).flatMap((id) => terminals().peek(id) ?? [])
    broadcast.typed()
    const run = runPaste(text, targets, (progress) => change(run.stop, (paste) => ({ ...paste, progress })))
    const progress = { lines: 0, of: 0, milliseconds: 0 }
    if (text.length > shortPaste) store.setState({ paste: { kind: 'sending', pane, text, progress, stop: run.stop } })
    void run.done.then(() => {
      const { paste } = store.getState()
      const hadKeys = paste?.kind === 'sending' && paste.stop === run.stop && sheetHasKeys()
      change(run.stop, () => null)
      if (hadKeys) terminals().peek(pane)?.focus()
    })
  }
}

/** The keys go back from a paste's progress to its pane; whoever took them elsewhere keeps them. */
const sheetHasKeys = (): boolean => (document.activeElement?.closest('.sheet[data-size="paste"]') ?? null) !== null
