/** A text with the first of the searched words marked, without regard to case. */
export function Marked({ text, search }: { readonly text: string; readonly search: string }) {
  const places = search
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => ({ at: text.toLowerCase().indexOf(word), size: word.length }))
  const found = places.find(({ at }) => at >= 0)
  if (found === undefined) return text
  const end = found.at + found.size
  return (
    <>
      {text.slice(0, found.at)}
      <mark>{text.slice(found.at, end)}</mark>
      {text.slice(end)}
    </>
  )
}
