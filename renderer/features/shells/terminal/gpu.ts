import type { Terminal } from '@xterm/xterm'

/** Chromium gives a page 16 contexts and takes the oldest away for a 17th; one is left for whoever else needs it. */
export const mostContexts = 15

/** What draws a terminal on the graphics card; gone when it is disposed. */
interface GpuRenderer {
  dispose(): void
}

/** Makes one; null where there is no graphics card that can. */
export type MakeRenderer = (terminal: Terminal, lost: () => void) => GpuRenderer | null

/** Draws the terminals that are seen on the graphics card, as many as can be; the others are drawn by the page. */
export interface GpuPool {
  /** `redraw`: who draws has changed, and with it the size of a letter. */
  acquire(terminal: Terminal, redraw: () => void): void
  release(terminal: Terminal): void
}

/** A context that is lost (the computer slept, the driver restarted) is given up at once: nothing is black for long. */
export function createGpuPool(make: MakeRenderer): GpuPool {
  const held = new Map<Terminal, GpuRenderer>()
  let isOffered: 'untried' | 'works' | 'does not' = 'untried'
  const release = (terminal: Terminal): void => {
    const renderer = held.get(terminal)
    held.delete(terminal)
    try {
      renderer?.dispose()
    } catch {
      // A renderer whose context is gone trips over it; the terminal falls back all the same.
    }
  }
  return {
    release,
    acquire(terminal, redraw) {
      if (held.has(terminal) || held.size >= mostContexts || isOffered === 'does not') return
      const renderer = make(terminal, () => {
        release(terminal)
        redraw()
      })
      isOffered = renderer === null && isOffered === 'untried' ? 'does not' : 'works'
      if (renderer === null) return
      held.set(terminal, renderer)
      redraw()
    },
  }
}
