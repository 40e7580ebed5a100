import { keyCaps } from '#domain/shortcuts/shortcuts.ts'
import { useSnapshot } from '../../app/services.ts'
import { useTargetWords } from './use-targets.ts'

/** The keys that work on a line. */
export function HintBar({ hasFiles }: { readonly hasFiles: boolean }) {
  const say = useTargetWords()
  const { platform } = useSnapshot().app
  const caps = (key: string, held: readonly 'mod'[] = []): string =>
    keyCaps({ key, held }, platform).join(platform === 'darwin' ? '' : ' ')
  const hints: readonly (readonly [string, string])[] = [
    [caps('Enter'), say.open],
    [caps('Enter', ['mod']), say.openSplit],
    [caps('s'), say.favourite],
    [caps('c', ['mod']), say.copyId],
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
