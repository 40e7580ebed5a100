import { Button } from '../../ui/button.tsx'
import { useShellStore, useShellWords } from './use-shells.ts'

interface ActsProps {
  readonly pane: string
  readonly again?: string | undefined
  readonly isPrimary?: boolean
}

/** What can be done about a pane: to close it, and one thing more. */
export function Acts({ pane, again, isPrimary = false }: ActsProps) {
  const store = useShellStore()
  const say = useShellWords()
  return (
    <>
      <Button size="small" variant="ghost" onClick={() => store.closing.pane(pane)}>
        {say.close}
      </Button>
      {again === undefined ? null : (
        <Button
          size="small"
          variant={isPrimary ? 'primary' : 'secondary'}
          shortcut="↵"
          onClick={() => void store.again(pane)}
        >
          {again}
        </Button>
      )}
    </>
  )
}
