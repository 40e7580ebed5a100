import { Play, Trash2 } from 'lucide-react'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { ExportMenu } from './export-menu.tsx'
import { useRecordingActions } from './use-recording-actions.ts'
import { useRecordingWords } from './use-recording-words.ts'

/** What can be done with the current recording, and with which keys. */
export function KeyBar({ id, onRemove }: { readonly id: string; readonly onRemove: () => void }) {
  const words = useRecordingWords()
  const { play } = useRecordingActions()
  const mod = useShortcut()
  return (
    <div className="recording-keys">
      <Button variant="ghost" size="small" icon={<Play size={13} />} shortcut={mod('open')} onClick={() => play(id)}>
        {words.play}
      </Button>
      <ExportMenu id={id} variant="ghost" size="small">
        <kbd aria-hidden="true">{mod('edit')}</kbd>
      </ExportMenu>
      <Button variant="ghost" size="small" icon={<Trash2 size={13} />} shortcut={mod('remove')} onClick={onRemove}>
        {words.delete}
      </Button>
    </div>
  )
}
