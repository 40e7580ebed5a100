import type { TargetList as Listed } from '#contract/targets.ts'
import { Button } from '../../ui/button.tsx'
import { useTargetWords } from './use-targets.ts'

interface EmptyProps {
  readonly list: Listed
  /** An id that somebody typed and no list has. */
  readonly typedId: string | null
  readonly onAdd: () => void
  readonly onAll: () => void
  readonly onTyped: () => void
}

/** There is no account to look in, or nothing is left of the list. */
export function EmptyList({ list, typedId, onAdd, onAll, onTyped }: EmptyProps) {
  const say = useTargetWords()
  const isNew = list.places.length === 0
  if (typedId !== null && !isNew) {
    return (
      <div className="list-empty">
        <h2>{say.unlisted}</h2>
        <p>{say.unlistedText}</p>
        <div className="empty-actions">
          <Button variant="primary" shortcut="↵" onClick={onTyped}>
            {say.openId(typedId)}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="list-empty">
      <h2>{isNew ? say.empty.title : say.nothing}</h2>
      {isNew ? <p>{say.empty.text}</p> : null}
      <div className="empty-actions">
        <Button variant={isNew ? 'primary' : 'secondary'} onClick={isNew ? onAdd : onAll}>
          {isNew ? say.addPlace.action : say.showAll}
        </Button>
      </div>
    </div>
  )
}
