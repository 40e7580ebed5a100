import { Fragment } from 'react'

/** ARNs, ids, and host names with at least two dots: what is set in the fixed-width face. */
const literal = /((?:arn:[\w-]+:[\w:/*.$+=,@-]*[\w*])|(?:m?i-[0-9a-f]{8,17})|(?:[\w-]+(?:\.[\w-]+){2,}(?::\d+)?))/

/** A sentence with its ids and host names set apart. */
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
