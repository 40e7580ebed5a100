import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { ButtonMenu, MenuItem } from '../../ui/menu.tsx'
import { useRecordingActions } from './use-recording-actions.ts'
import { useRecordingWords } from './use-recording-words.ts'

interface ExportMenuProps {
  readonly id: string
  readonly variant: 'secondary' | 'ghost'
  readonly size: 'small' | 'normal'
  readonly children?: ReactNode
}

/** A copy for others, in one of two forms. */
export function ExportMenu({ id, variant, size, children }: ExportMenuProps) {
  const words = useRecordingWords()
  const { exportAs } = useRecordingActions()
  const trigger = (
    <Button variant={variant} size={size} icon={<Download size={14} />}>
      {words.export}
      {children}
    </Button>
  )
  return (
    <ButtonMenu trigger={trigger}>
      {(['asciicast', 'text'] as const).map((format) => (
        <MenuItem key={format} onSelect={() => void exportAs(id, format)}>
          {words.exportAs[format]}
        </MenuItem>
      ))}
    </ButtonMenu>
  )
}
