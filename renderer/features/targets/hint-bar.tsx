import { keyCaps } from '#domain/shortcuts/shortcuts.ts'
import { useSnapshot } from '../../app/services.ts'
import { useTargetWords } from './use-targets.ts'

/** A key as it is written on this system. */
export function useKeyCaps(): (key: string, held?: readonly 'mod'[]) => string {
  const { platform } = useSnapshot().app
  return (key, held = []) => keyCaps({ key, held }, platform).join(platform === 'darwin' ? '' : ' ')
}

/** The keys that work on a line. */
export function HintBar({ hasFiles }: { readonly hasFiles: boolean }) {
  const say = useTargetWords()
  const caps = useKeyCaps()
  const hints: readonly (readonly [string, string])[] = [
    [caps('Enter'), say.open],
    [caps('Enter', ['mod']), say.openSplit],
    [caps('s'), say.favourite],
    [caps('c', ['mod']), say.copyId],
    [caps('d'), say.document.label],
    ...(hasFiles ? [[caps('f'), say.files] as const] : []),
  ]
  return (
    <div className="target-hints" role="note" aria-label={say.keys}>
      {hints.map(([key, does]) => (
        <span key={key}>
          <kbd>{key}</kbd>
          {does}
        </span>
      ))}
    </div>
  )
}
