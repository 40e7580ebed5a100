import './paste.css'
import { TriangleAlert, X } from 'lucide-react'
import { useMemo, useRef, useState, type ReactNode, type RefObject } from 'react'
import { reviewPaste, type PasteChoice } from '#domain/paste-review/paste-review.ts'
import { spanText } from '#words/span.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { EnvironmentTag } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { PasteList } from './paste-list.tsx'
import type { Paste } from './store/shell-state.ts'
import { usePane, useShellStore, useShellWords, useShells, type PaneFacts } from './use-shells.ts'

type Review = Extract<Paste, { kind: 'review' }>
type Sending = Extract<Paste, { kind: 'sending' }>

const careOf = ({ environment }: PaneFacts): '' | undefined => (environment?.isProduction === true ? '' : undefined)

/** What becomes of the lines, said before anything is sent. */
function useSentence({ pane, review }: Review): string {
  const store = useShellStore()
  const say = useShellWords().paste
  if (review.lines.length === 1 && !review.endsWithEnter) return say.oneLine
  const waits = store.broadcast.hearers(pane).every((one) => store.terminals.peek(one)?.wantsBrackets() === true)
  return waits ? say.waits : say.runs
}

function Choices({
  review,
  value,
  onChange,
}: {
  readonly review: Review['review']
  readonly value: PasteChoice
  readonly onChange: (choice: PasteChoice) => void
}) {
  const say = useShellWords().paste
  const options: readonly { value: PasteChoice; label: string; help?: string }[] = [
    review.hidden > 0
      ? { value: 'clean', label: say.clean, help: say.cleanHelp }
      : { value: 'clean', label: say.cleanPlain },
    ...(review.hidden > 0 ? [{ value: 'exact', label: say.exact, help: say.exactHelp } as const] : []),
    ...(review.lines.length > 1 || review.endsWithEnter
      ? [{ value: 'one-line', label: say.oneLineChoice } as const]
      : []),
  ]
  return options.length < 2 ? null : <RadioGroup label={say.how} value={value} options={options} onChange={onChange} />
}

/** Whether to ask is for production alone; a change of the settings. */
function OnlyProduction() {
  const say = useShellWords().paste
  const { call } = useActions()
  const { pasteAsks } = useSnapshot().settings
  return (
    <label className="paste-option" htmlFor="paste-only-production">
      <Checkbox
        id="paste-only-production"
        checked={pasteAsks === 'in-production'}
        onChange={(on) => void call('settings.change', { pasteAsks: on ? 'in-production' : 'always' })}
      />
      {say.onlyProduction}
    </label>
  )
}

interface FrameProps {
  readonly pane: string
  readonly title: string
  /** The safe button; it has the focus. */
  readonly safe: RefObject<HTMLButtonElement | null>
  readonly canClose?: boolean
  readonly foot: ReactNode
  readonly children: ReactNode
}

/** The sheet of a paste: whose pane it is for is said at its head. */
function PasteFrame({ pane, title, safe, canClose = false, foot, children }: FrameProps) {
  const store = useShellStore()
  const words = useWords()
  const facts = usePane(pane)
  const { cancel } = store.pastes
  return (
    <Sheet label={title} size="paste" care={careOf(facts)} role="alertdialog" initialFocus={safe} onClose={cancel}>
      <div className="sheet-head">
        <h2 className="trunc">{title}</h2>
        {facts.environment === null ? null : <EnvironmentTag environment={facts.environment} />}
        <span className="grow" />
        {canClose ? (
          <IconButton label={words.close} onClick={cancel}>
            <X size={16} />
          </IconButton>
        ) : null}
      </div>
      <div className="paste-body">{children}</div>
      <div className="sheet-foot">{foot}</div>
    </Sheet>
  )
}

/** How much is pasted, and how much of it cannot be seen. */
function Counts({ review }: Pick<Review, 'review'>) {
  const say = useShellWords().paste
  return (
    <div className="paste-counts">
      <span className="num">{say.counted(review.lines.length, review.characters)}</span>
      {review.hidden > 0 ? (
        <span className="paste-warning">
          <TriangleAlert size={13} aria-hidden="true" />
          {say.hidden(review.hidden)}
        </span>
      ) : null}
    </div>
  )
}

function ReviewSheet({ paste }: { readonly paste: Review }) {
  const store = useShellStore()
  const words = useWords()
  const say = useShellWords().paste
  const { name } = usePane(paste.pane)
  const [choice, setChoice] = useState<PasteChoice>('clean')
  const safe = useRef<HTMLButtonElement>(null)
  const { review } = paste
  const count = review.lines.length
  const into = store.broadcast.hearers(paste.pane).length
  const foot = (
    <>
      <OnlyProduction />
      <span className="grow" />
      <Button ref={safe} shortcut="esc" onClick={store.pastes.cancel}>
        {words.cancel}
      </Button>
      <Button variant="primary" onClick={() => store.pastes.confirm(choice)}>
        {say.action(count)}
      </Button>
    </>
  )
  const title = into > 1 ? say.titlePanes(count, into) : say.title(count, name ?? '')
  return (
    <PasteFrame pane={paste.pane} title={title} safe={safe} canClose foot={foot}>
      <p className="t2">{useSentence(paste)}</p>
      <PasteList label={say.list} review={review} sent={null} />
      <Counts review={review} />
      <Choices review={review} value={choice} onChange={setChoice} />
    </PasteFrame>
  )
}

/** How far a paste got: a bar, and the same in words. */
function Progress({
  title,
  of,
  progress,
}: { readonly title: string; readonly of: number } & Pick<Sending, 'progress'>) {
  const words = useWords()
  const say = useShellWords().paste
  const { lines, milliseconds } = progress
  const perSecond = Math.max(1, Math.round((lines * 1_000) / Math.max(1, milliseconds)))
  return (
    <>
      <ProgressBar label={title} value={lines} of={of} />
      <div className="paste-counts num">
        {say.line(Math.min(of, lines + 1), of, spanText(words, milliseconds))}
        <span className="grow" />
        {lines === 0 ? '' : say.rate(perSecond)}
      </div>
    </>
  )
}

function SendingSheet({ paste }: { readonly paste: Sending }) {
  const store = useShellStore()
  const say = useShellWords().paste
  const { name } = usePane(paste.pane)
  const stop = useRef<HTMLButtonElement>(null)
  const review = useMemo(() => reviewPaste(paste.text.replaceAll('\r', '\n')), [paste.text])
  const title = say.sending(name ?? '')
  const foot = (
    <>
      <span className="t3">{say.sent(paste.progress.lines)}</span>
      <span className="grow" />
      <Button ref={stop} shortcut="esc" onClick={store.pastes.cancel}>
        {say.stop}
      </Button>
    </>
  )
  return (
    <PasteFrame pane={paste.pane} title={title} safe={stop} foot={foot}>
      <PasteList label={say.list} review={review} sent={paste.progress.lines} />
      <Progress title={title} of={review.lines.length} progress={paste.progress} />
    </PasteFrame>
  )
}

/** The paste that waits for a person, or is being sent. */
export function PasteSheet() {
  const paste = useShells((state) => state.paste)
  if (paste === null) return null
  return paste.kind === 'review' ? <ReviewSheet paste={paste} /> : <SendingSheet paste={paste} />
}
