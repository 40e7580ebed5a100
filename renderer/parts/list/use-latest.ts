import { useLayoutEffect, useRef, type RefObject } from 'react'

/** Holds a value for handlers that must stay the same: a handler that changed would draw every row again. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value)
  useLayoutEffect(() => {
    latest.current = value
  })
  return latest
}
