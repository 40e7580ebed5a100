import { Fragment } from 'react'

/** Paths of two names or more, ARNs, ids, and host names with at least two dots: what is set in the fixed-width face. */
const literal =
  /((?:(?<![\w/:])(?:~|[A-Z]:)?(?:[\\/][\w.@-]*\w){2,})|(?:arn:[\w-]+:[\w:/*.$+=,@-]*[\w*])|(?:m?i-[0-9a-f]{8,17})|(?:[\w-]+(?:\.[\w-]+){2,}(?::\d+)?))/

/** A sentence with its paths, ids and host names set apart. */
export function Sentence({ text }: { readonly text: string }) {
  return text.split(literal).map((part, index) =>
    index % 2 === 1 ? (
      <span className="mono" key={`${index}-${part}`}>
        {part}
      </span>
    ) : (
      <Fragment key={`${index}-${part}`}>{part}</Fragment>
    ),
  )
}
