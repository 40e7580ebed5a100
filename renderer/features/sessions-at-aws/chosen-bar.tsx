import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { Button } from '../../ui/button.tsx'

interface ChosenBarProps {
  readonly count: number
  readonly onTerminate: () => void
  readonly onClear: () => void
}

/** What can be done with the chosen sessions; floats over the end of the list. */
export function ChosenBar({ count, onTerminate, onClear }: ChosenBarProps) {
  const words = useActivityWords().atAws
  return (
    <div className="list-chosen aws-bar" role="toolbar" aria-label={words.selected(count)}>
      <span role="status">
        <b>{words.selected(count)}</b> <span className="t3 aws-bar-note">{words.selectedNote}</span>
      </span>
      <Button variant="ghost" size="small" onClick={onClear}>
        {words.clear}
      </Button>
      <Button variant="danger" shortcut="⌫" onClick={onTerminate}>
        {words.terminateMany(count)}
      </Button>
    </div>
  )
}
