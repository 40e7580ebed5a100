import '../../ui/question.css'
import { useId, useState } from 'react'
import type { ActivityExport, ActivityFilter } from '#contract/activity.ts'
import { useActions } from '../../app/actions.ts'
import { useServices } from '../../app/services.ts'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { Sheet } from '../../ui/sheet.tsx'

const formats = ['jsonl', 'csv'] as const
const choices = ['programs', 'sessionIds', 'hosts'] as const

/** Names of hosts stay here unless somebody wants them in the file. */
const usual: ActivityExport = { as: 'jsonl', programs: true, sessionIds: true, hosts: false }

interface ExportSheetProps {
  readonly count: number
  readonly filter: ActivityFilter
  readonly onClose: () => void
}

/** What is to be in the file; main then asks where to. */
export function ExportSheet({ count, filter, onClose }: ExportSheetProps) {
  const words = useActivityWords().history
  const { question } = words
  const { call } = useActions()
  const { toasts } = useServices()
  const [wish, setWish] = useState(usual)
  const save = async (): Promise<void> => {
    const answer = await call('activity.export', { ...filter, ...wish })
    if (answer?.saved === true) toasts.show('done', words.exported)
    if (answer !== null) onClose()
  }
  return (
    <Sheet label={question.title(count)} size="question" onClose={onClose}>
      <div className="question-body">
        <h2 className="sheet-title">{question.title(count)}</h2>
        <p>{question.text}</p>
        <Wishes wish={wish} onWish={setWish} />
      </div>
      <div className="question-actions">
        <Button onClick={onClose}>{question.cancel}</Button>
        <Button variant="primary" onClick={() => void save()}>
          {question.save}
        </Button>
      </div>
    </Sheet>
  )
}

interface WishesProps {
  readonly wish: ActivityExport
  readonly onWish: (wish: ActivityExport) => void
}

function Wishes({ wish, onWish }: WishesProps) {
  const { question } = useActivityWords().history
  return (
    <>
      <div className="export-format">
        <span className="label">{question.as}</span>
        <SegmentedFilter
          label={question.as}
          options={formats.map((value) => ({ value, label: question.formats[value] }))}
          value={wish.as}
          onChange={(as) => onWish({ ...wish, as })}
        />
      </div>
      <div className="export-choices">
        {choices.map((name) => (
          <Choice
            key={name}
            label={question[name]}
            isOn={wish[name]}
            onChange={(isOn) => onWish({ ...wish, [name]: isOn })}
          />
        ))}
      </div>
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

function Choice({ label, isOn, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <label htmlFor={id}>
      <Checkbox id={id} checked={isOn} onChange={onChange} />
      {label}
    </label>
  )
}
