import type { SearchAddon } from '@xterm/addon-search'
import type { Terminal } from '@xterm/xterm'
import { matchColours } from '../../../parts/terminal/theme.ts'

/** Where the bar of a search is to be so that what was found is seen. */
export type FindPlace = 'top' | 'bottom'

/** How many places a search has found, and which of them is shown; -1: none. */
export interface Found {
  readonly at: number
  readonly count: number
}

/** Looks for texts in what a terminal has shown. */
export class Finding {
  readonly #terminal: Terminal
  readonly #search: SearchAddon

  constructor(terminal: Terminal, search: SearchAddon) {
    this.#terminal = terminal
    this.#search = search
  }

  /**
   * Looks for a text; an empty one takes the marks away. What was found below the bar at the top, which covers the terminal down to
   * `covered` (px from its top), is scrolled out of there; where nothing is left to scroll, the bar has to be at the bottom.
   */
  find(text: string, to: 'next' | 'previous' | 'as typed', covered: number): FindPlace {
    if (text === '') {
      this.#search.clearDecorations()
      return 'top'
    }
    const options = { decorations: matchColours(), incremental: to === 'as typed' }
    if (to === 'previous') this.#search.findPrevious(text, options)
    else this.#search.findNext(text, options)
    return this.#uncover(covered)
  }

  #uncover(covered: number): FindPlace {
    const { buffer, rows, element } = this.#terminal
    const found = this.#terminal.getSelectionPosition()
    const height = element?.querySelector('.xterm-screen')?.clientHeight ?? 0
    if (found === undefined || height === 0) return 'top'
    const missing = Math.ceil(covered / (height / rows)) - (found.start.y - buffer.active.viewportY)
    if (missing <= 0) return 'top'
    if (buffer.active.viewportY < missing) return 'bottom'
    this.#terminal.scrollLines(-missing)
    return 'top'
  }

  onFound(listener: (found: Found) => void): () => void {
    const listening = this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
      listener({ at: resultIndex, count: resultCount }),
    )
    return () => listening.dispose()
  }
}
