import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { WebLinksAddon } from '@xterm/addon-web-links'
import type { Terminal } from '@xterm/xterm'
import { farLink } from '#domain/far-text/far-link.ts'
import { plainTerminal } from '../../../parts/terminal/plain-terminal.ts'
import { lookOptions, type TerminalLook } from './look.ts'

/** What a terminal's links do. */
export interface LinkWays {
  /** Opens one, if the click says so. */
  readonly open: (url: string, event: MouseEvent) => void
  /** The pointer is on a link; null: on none. */
  readonly hover: (url: string | null) => void
}

/** xterm with what this app needs of it, not on the page yet. */
export interface MadeTerminal {
  readonly terminal: Terminal
  readonly fit: FitAddon
  readonly search: SearchAddon
}

function openFarLink(address: string, event: MouseEvent, links: LinkWays): void {
  const link = farLink(address)
  if (link !== null) links.open(link.url, event)
}

/**
 * Makes a terminal. Titles, links and colours of the far end are text to it; it answers nothing about its window
 * (`windowOptions` are off unless given).
 */
export function makeTerminal(look: TerminalLook, links: LinkWays): MadeTerminal {
  const terminal = plainTerminal({
    ...lookOptions(look),
    lineHeight: 1.15,
    cursorBlink: false,
    macOptionClickForcesSelection: true,
    rightClickSelectsWord: false,
    // Without it xterm asks in a box of the page and then opens a window, which main refuses.
    linkHandler: {
      activate: (event, address) => openFarLink(address, event, links),
      hover: (_event, address) => links.hover(address),
      leave: () => links.hover(null),
    },
  })
  const fit = new FitAddon()
  const search = new SearchAddon()
  terminal.loadAddon(fit)
  terminal.loadAddon(search)
  terminal.loadAddon(
    new WebLinksAddon((event, address) => openFarLink(address, event, links), {
      hover: (_event, address) => links.hover(address),
      leave: () => links.hover(null),
    }),
  )
  return { terminal, fit, search }
}
