import { Upload } from 'lucide-react'
import { useState, type DragEvent } from 'react'
import type { FarListing } from '#contract/files.ts'
import { useActions } from '../../app/actions.ts'
import { useFileWords } from './use-files.ts'

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files')

/** What makes an element take files that are dropped on it, and whether some are over it now. */
export function useDrop(id: string, listing: FarListing | null) {
  const { drop } = useActions()
  // Each element that is entered under the pointer counts one; leaving the last one leaves the whole.
  const [over, setOver] = useState(0)
  const enter = (by: number) => (event: DragEvent) => {
    if (hasFiles(event)) setOver((before) => Math.max(0, before + by))
  }
  const isTaken = listing !== null
  return {
    isOver: isTaken && over > 0,
    handlers: {
      onDragEnter: enter(1),
      onDragLeave: enter(-1),
      onDragOver: (event: DragEvent) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = isTaken ? 'copy' : 'none'
      },
      onDrop: (event: DragEvent) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(0)
        if (listing !== null) void drop({ id, into: listing.key }, [...event.dataTransfer.files])
      },
    },
  }
}

/** Says where what is dropped will go. */
export function DropArea({ path, isOver }: { readonly path: string; readonly isOver: boolean }) {
  const say = useFileWords()
  return (
    <div className="file-drop" data-over={isOver ? '' : undefined}>
      <Upload size={15} aria-hidden="true" />
      <span>{say.drop}</span>
      <span className="mono trunc">{path}</span>
      {say.dropAfter === '' ? null : <span>{say.dropAfter}</span>}
    </div>
  )
}
