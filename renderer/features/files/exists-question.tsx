import { useId, useRef, useState } from 'react'
import type { NamedThing, TransferView } from '#contract/files.ts'
import { formatBytes } from '#words/format.ts'
import { useNow } from '../../app/clock.ts'
import { useActions } from '../../app/actions.ts'
import { useWords } from '../../app/services.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useFileWords } from './use-files.ts'

interface ExistsProps {
  /** Id of the file session. */
  readonly id: string
  readonly transfer: TransferView
  readonly onClose: () => void
}

type Asks = Extract<TransferView['status'], { kind: 'asks' }>

function useThingText(): (thing: NamedThing) => string {
  const say = useFileWords()
  const words = useWords()
  const today = useNow(60_000)
  return ({ kind, size, changedAt }) =>
    [
      say.kinds[kind],
      size === null || kind === 'folder' ? '' : formatBytes(size),
      changedAt === null ? '' : say.changed(new Date(changedAt), new Date(today)),
    ]
      .filter((fact) => fact !== '')
      .join(words.listSeparator)
}

/** What has the name now, and what would have it. */
function Both({ existing, coming }: Asks) {
  const say = useFileWords().exists
  const textOf = useThingText()
  return (
    <dl className="file-question-facts">
      <dt>{say.existing}</dt>
      <dd className="num">{textOf(existing)}</dd>
      <dt>{say.coming}</dt>
      <dd className="num">{textOf(coming)}</dd>
    </dl>
  )
}

/** A name is there already: nothing is written over without a person's word. The safe button has the focus. */
export function ExistsQuestion({ id, transfer, onClose }: ExistsProps) {
  const say = useFileWords().exists
  const { call } = useActions()
  const safe = useRef<HTMLButtonElement>(null)
  const [forAll, setForAll] = useState(false)
  const box = useId()
  const { status, name, direction, farFolder } = transfer
  if (status.kind !== 'asks') return null
  const answer = (wish: 'overwrite' | 'keep-both' | 'skip'): void => {
    void call('files.answer', { id, transfer: transfer.id, answer: wish, forAll })
    onClose()
  }
  const title = say.title(name)
  return (
    <Sheet label={title} size="question" role="alertdialog" initialFocus={safe} onClose={onClose}>
      <div className="file-question">
        <h2 className="sheet-title">{title}</h2>
        <p>{direction === 'up' ? say.there(farFolder) : say.here}</p>
        <Both {...status} />
        <label htmlFor={box} className="file-question-box">
          <Checkbox id={box} checked={forAll} onChange={setForAll} />
          {say.forAll}
        </label>
      </div>
      <div className="sheet-foot">
        <Button variant="danger" onClick={() => answer('overwrite')}>
          {say.replace}
        </Button>
        <span className="grow" />
        <Button ref={safe} onClick={() => answer('skip')}>
          {say.skip}
        </Button>
        <Button variant="primary" onClick={() => answer('keep-both')}>
          {say.keepBoth}
        </Button>
      </div>
    </Sheet>
  )
}
