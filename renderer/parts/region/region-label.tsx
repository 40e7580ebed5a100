import { useWords } from '../../app/services.ts'

/** "Tokyo  ap-northeast-1"; a region without a known name shows its code only. */
export function RegionLabel({ region }: { readonly region: string }) {
  const words = useWords()
  const name = new Map<string, string>(Object.entries(words.regions)).get(region)
  return (
    <span className="region-label">
      {name === undefined ? null : <span>{name}</span>}
      <span className="mono">{region}</span>
    </span>
  )
}
