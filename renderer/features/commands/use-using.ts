import type { SavedCommand } from '#contract/saved-commands.ts'
import { useActions } from '../../app/actions.ts'
import { requestFor, typedText, type CommandMeans, type CommandPane } from './command-means.ts'
import type { Filling } from './use-filling.ts'

/** What can be done with a command as it is filled in; null while something is missing. */
export interface Using {
  readonly open: (() => void) | null
  readonly typeIn: ((pane: CommandPane) => void) | null
}

/** Uses a command, and has main remember how. */
export function useUsing({ id, name }: SavedCommand, filling: Filling, means: CommandMeans): Using {
  const { call } = useActions()
  const { filled, target, use, values } = filling
  if (!filled.ok) return { open: null, typeIn: null }
  const { line } = filled
  const remember = (): void => void call('command.used', { id, habit: { use, values } })
  const isTyped = use === 'wait' || use === 'run'
  return {
    open:
      target === null
        ? null
        : () => {
            remember()
            means.onOpen(requestFor(target, name, line, use), isTyped ? typedText(line, use, target.environment) : null)
          },
    typeIn: isTyped
      ? ({ pane, environment }) => {
          remember()
          means.onType(pane, typedText(line, use, environment))
        }
      : null,
  }
}
