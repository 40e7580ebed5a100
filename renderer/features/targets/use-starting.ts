import { fail } from '#domain/result.ts'
import { useServices } from '../../app/services.ts'
import type { Over } from './target-overlays.tsx'
import type { TargetLine } from './target-rows.ts'
import { useTargetWords } from './use-targets.ts'

/** Has a stopped instance started: main asks first. What EC2 does not take is told over the list. */
export function useStarting(setOver: (over: Over) => void): (line: TargetLine) => void {
  const { client, toasts } = useServices()
  const { start: say } = useTargetWords()
  return (line) => {
    const { target, place, name } = line
    if (target?.target.on !== 'node') return
    const wish = { ...place.place, id: target.target.id, name: name.slice(0, 200) || target.target.id }
    void client
      .call('target.start', wish)
      .catch(() => fail('INTERNAL', {}))
      .then((answer) => {
        if (!answer.ok) setOver({ kind: 'not-started', line, problem: answer.error })
        else if (answer.value.started) toasts.show('done', say.began(name))
      })
  }
}
