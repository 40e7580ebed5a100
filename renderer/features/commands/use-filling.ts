import { useState } from 'react'
import type { CommandUse, SavedCommand } from '#contract/saved-commands.ts'
import { filledLine, parametersOf, piecesOf, type FilledLine } from '#domain/saved-command/command-line.ts'
import { usesOn, type CommandMeans, type CommandTarget } from './command-means.ts'

/** What is chosen and filled in for a command. */
export interface Filling {
  readonly targets: readonly CommandTarget[]
  readonly target: CommandTarget | null
  readonly parameters: readonly string[]
  readonly values: Readonly<Record<string, string>>
  readonly filled: FilledLine
  readonly uses: readonly CommandUse[]
  readonly use: CommandUse
  readonly setTarget: (key: string) => void
  readonly setValue: (name: string, value: string) => void
  readonly setUse: (use: CommandUse) => void
}

/** Targets that a command is for. */
function targetsFor({ shell, tag }: SavedCommand, targets: CommandMeans['targets']): readonly CommandTarget[] {
  const hasTag = ({ tags }: CommandTarget): boolean =>
    tag === null || tags.some(({ key, value }) => key === tag.key && value === tag.value)
  return targets.filter((target) => target.shell === shell && hasTag(target))
}

/** The first that holds it: a parameter may be called `constructor`, which every object has. */
function ownValue(name: string, kept: readonly Filling['values'][]): string {
  return kept.find((values) => Object.hasOwn(values, name))?.[name] ?? ''
}

/** Begins with what was used last. */
export function useFilling(command: SavedCommand, means: CommandMeans): Filling {
  const [key, setTarget] = useState<string | null>(null)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [wanted, setUse] = useState(command.habit.use)
  const targets = targetsFor(command, means.targets)
  const target = targets.find((one) => one.key === key) ?? targets[0] ?? null
  const pieces = piecesOf(command.line, command.shell)
  const parameters = parametersOf(pieces)
  const values = Object.fromEntries(parameters.map((name) => [name, ownValue(name, [typed, command.habit.values])]))
  const uses = usesOn(target?.environment ?? null)
  return {
    targets,
    target,
    parameters,
    values,
    filled: filledLine(pieces, values, command.shell),
    uses,
    use: uses.includes(wanted) ? wanted : 'wait',
    setTarget,
    setValue: (name, value) => setTyped((before) => ({ ...before, [name]: value })),
    setUse,
  }
}
