import { useActions } from '../app/actions.ts'
import type { ChooserMeans } from '../features/shells/index.tsx'
import { countOf } from '../features/targets/target-rows.ts'
import { TargetsScreen } from '../features/targets/targets-screen.tsx'
import { useTargetList, useTargetWords } from '../features/targets/use-targets.ts'
import { SegmentedFilter } from '../ui/segmented-filter.tsx'

/** What a new tab asks: which target, from everything that is known. */
export function ChooseTarget({ means: { open } }: { readonly means: ChooserMeans }) {
  const { list, store } = useTargetList()
  const { parts, partsLabel } = useTargetWords()
  const { openFiles } = useActions()
  const counted = list === null ? {} : { count: countOf(list) }
  const options = [{ value: 'targets', label: parts.targets, ...counted }] as const
  const head = <SegmentedFilter label={partsLabel} options={options} value="targets" onChange={() => undefined} />
  const openAs: Parameters<typeof TargetsScreen>[0]['onOpen'] = (request, how, agreed) => open(request, { how, agreed })
  return <TargetsScreen {...{ list, store, head }} onOpen={openAs} onFiles={openFiles} />
}
