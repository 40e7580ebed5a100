import { useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { truncateMiddle } from './truncate-middle.ts'

interface HostPortProps {
  readonly host: string
  readonly port: number
}

/** Columns of a fixed-width face that a box has room for, by a sample of 20 of them inside it; null while it has no width. */
function columnsOf(box: Element): number | null {
  const width = (box.firstElementChild?.getBoundingClientRect().width ?? 0) / 20
  return width > 0 ? Math.floor(box.clientWidth / width - 0.15) : null
}

const watched = new Map<Element, (columns: number) => void>()

/**
 * One for all of them, since a search exchanges every row of a list at once. It calls back after the layout and before the
 * painting: nothing has to be laid out just to be measured, and nothing is seen uncut.
 */
const observer =
  typeof ResizeObserver === 'undefined'
    ? null
    : new ResizeObserver((entries) => {
        const measured = entries.map(({ target }) => [watched.get(target), columnsOf(target)] as const)
        flushSync(() => measured.forEach(([set, columns]) => (columns === null ? undefined : set?.(columns))))
      })

/** What the last one had room for: the next row of a list has about the same. */
let lastColumns = Number.POSITIVE_INFINITY

/** One line with a host and a port, cut in the middle so that both ends can be read. */
export function HostPort({ host, port }: HostPortProps) {
  const box = useRef<HTMLSpanElement>(null)
  const [columns, setColumns] = useState(lastColumns)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    watched.set(element, (next) => {
      lastColumns = next
      setColumns(next)
    })
    observer?.observe(element)
    return () => {
      observer?.unobserve(element)
      watched.delete(element)
    }
  }, [])
  return (
    <span className="host-port" ref={box} title={`${host}:${port}`}>
      <span className="host-port-sample" aria-hidden="true">
        {'0'.repeat(20)}
      </span>
      {truncateMiddle(host, String(port), columns)}
    </span>
  )
}
