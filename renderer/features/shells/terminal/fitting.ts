/** Milliseconds within which a dragged edge is followed once; columns are what costs, for every line is laid out again. */
const settleMs = 80

/**
 * Fits at once, then at most once in a while as long as the size goes on changing, and once more at the end. What has no size
 * is left as it is: a hidden tab would get a terminal of no columns.
 */
export function followSize(element: HTMLElement, fit: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDue = false
  const hasSize = (): boolean => element.clientWidth > 0 && element.clientHeight > 0
  const rest = (): void => {
    timer = undefined
    if (!isDue) return
    isDue = false
    follow()
  }
  const follow = (): void => {
    if (!hasSize()) return
    if (timer !== undefined) {
      isDue = true
      return
    }
    fit()
    timer = setTimeout(rest, settleMs)
  }
  const observer = new ResizeObserver(follow)
  observer.observe(element)
  return () => {
    observer.disconnect()
    clearTimeout(timer)
  }
}
