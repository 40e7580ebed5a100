import { useShortcut } from '../../app/shortcuts.ts'
import { useTargetWords } from './use-targets.ts'

/** The keys that work on a line. */
export function HintBar({ hasFiles }: { readonly hasFiles: boolean }) {
  const say = useTargetWords()
  const caps = useShortcut()
  const hints: readonly (readonly [string, string])[] = [
    [caps('target-open'), say.open],
    [caps('target-split'), say.openSplit],
    [caps('target-star'), say.favourite],
    [caps('target-copy'), say.copyId],
    [caps('target-document'), say.document.label],
    ...(hasFiles ? [[caps('target-files'), say.files] as const] : []),
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
