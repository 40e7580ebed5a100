import { useLayoutEffect, useRef, useState } from 'react'
import { truncateMiddle } from './truncate-middle.ts'

interface HostPortProps {
  readonly host: string
  readonly port: number
}

/** Width of one column of the element's fixed-width face, in px, from a hidden sample inside it. */
function columnWidth(sample: HTMLElement | null): number {
  return sample === null ? 0 : sample.getBoundingClientRect().width / 20
}

/** One line with a host and a port, cut in the middle so that both ends can be read. */
export function HostPort({ host, port }: HostPortProps) {
  const box = useRef<HTMLSpanElement>(null)
  const sample = useRef<HTMLSpanElement>(null)
  const [columns, setColumns] = useState(Number.POSITIVE_INFINITY)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const measure = (): void => {
      const width = columnWidth(sample.current)
      if (width > 0) setColumns(Math.floor(element.clientWidth / width - 0.15))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <span className="host-port" ref={box} title={`${host}:${port}`}>
      <span className="host-port-sample" ref={sample} aria-hidden="true">
        {'0'.repeat(20)}
      </span>
      {truncateMiddle(host, String(port), columns)}
    </span>
  )
}
