import { useMemo, useState } from 'react'
import { useActions } from '../app/actions.ts'
import { useSnapshot } from '../app/services.ts'
import type { CommandMeans, CommandTarget } from '../features/commands/command-means.ts'
import { CommandsScreen } from '../features/commands/commands-screen.tsx'
import { useCommandList } from '../features/commands/use-commands.ts'
import type { ChooserMeans } from '../features/shells/index.tsx'
import { openTargets } from '../features/targets/open-targets.ts'
import { countOf } from '../features/targets/target-rows.ts'
import { TargetsScreen } from '../features/targets/targets-screen.tsx'
import { useTargetList, useTargetWords } from '../features/targets/use-targets.ts'
import { SegmentedFilter } from '../ui/segmented-filter.tsx'

type Part = 'targets' | 'commands'

const counted = (count: number | undefined) => (count === undefined ? {} : { count })

/** The targets that commands can be used on. */
function useCommandTargets(list: Parameters<typeof openTargets>[0] | null): readonly CommandTarget[] {
  const { environments } = useSnapshot()
  return useMemo(() => {
    const targets = list === null ? [] : openTargets(list, environments)
    return targets.map(({ system, ...target }) => ({ ...target, shell: system === 'windows' ? 'powershell' : 'posix' }))
  }, [list, environments])
}

/** What a new tab asks: which target, or which command on which target. */
export function ChooseTarget({ means: { open, typeIn, openShells } }: { readonly means: ChooserMeans }) {
  const { parts, partsLabel } = useTargetWords()
  const { list, store } = useTargetList()
  const { openFiles } = useActions()
  const commands = useCommandList()
  const targets = useCommandTargets(list)
  const [part, setPart] = useState<Part>('targets')
  const options = [
    { value: 'targets', label: parts.targets, ...counted(list === null ? undefined : countOf(list)) },
    { value: 'commands', label: parts.commands, ...counted(commands.commands?.length) },
  ] as const
  const head = <SegmentedFilter<Part> label={partsLabel} options={options} value={part} onChange={setPart} />
  if (part === 'targets')
    return (
      <TargetsScreen
        {...{ list, store, head }}
        onOpen={(request, how, agreed) => open(request, { how, agreed })}
        onFiles={openFiles}
      />
    )
  const means: CommandMeans = {
    targets,
    openShells,
    onOpen: (request, typing) => open(request, { typing }),
    onType: typeIn,
  }
  return <CommandsScreen list={commands} means={means} head={head} />
}
