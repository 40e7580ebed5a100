import { useState } from 'react'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ShellRequest } from '#contract/shells.ts'
import { useActions } from '../app/actions.ts'
import { NodeForm } from '../features/shells/index.tsx'
import { TargetsScreen } from '../features/targets/targets-screen.tsx'
import { useTargetWords } from '../features/targets/use-targets.ts'
import { SegmentedFilter } from '../ui/segmented-filter.tsx'

type Way = 'list' | 'id'

interface ChooseTargetProps {
  readonly open: (request: ShellRequest, agreed?: ProductionAgreement) => void
}

/** What a new tab asks: which target, from everything that is known, or by an id that somebody has at hand. */
export function ChooseTarget({ open }: ChooseTargetProps) {
  const { ways, waysLabel } = useTargetWords()
  const { openFiles } = useActions()
  const [way, setWay] = useState<Way>('list')
  const options = (['list', 'id'] as const).map((value) => ({ value, label: ways[value] }))
  const head = <SegmentedFilter label={waysLabel} options={options} value={way} onChange={setWay} />
  const openAs: Parameters<typeof TargetsScreen>[0]['onOpen'] = (request, _how, agreed) => open(request, agreed)
  if (way === 'list') return <TargetsScreen head={head} onOpen={openAs} onFiles={openFiles} />
  return (
    <div className="targets">
      <div className="target-bar">{head}</div>
      <NodeForm onOpen={open} />
    </div>
  )
}
