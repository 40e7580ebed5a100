import type { BrowserWindow } from 'electron'
import type { Destination } from '#contract/calls.ts'

/** Leads the window's page somewhere, also one that is not there yet. */
export interface PageNavigation {
  /** Shows the window and leads its page to `to`: at once where a page follows, else as soon as one does. */
  lead(to: Destination): void
  /** The window's page hears `navigate` from now on, until it is loaded anew; returns what it was asked to show before, in order. */
  follow(): readonly Destination[]
}

/** The window, as far as it is asked. */
interface Shows {
  show(): Pick<BrowserWindow, 'webContents'>
  current(): Pick<BrowserWindow, 'webContents'> | null
}

/**
 * A page hears events only once its program listens, which is later than Electron's `did-finish-load`: so the page says
 * so itself, and what it is asked for until then waits.
 */
export function createPageNavigation(window: Shows, tell: (to: Destination) => void): PageNavigation {
  let following: Electron.WebContents | null = null
  let waiting: { readonly page: Electron.WebContents; readonly to: Destination }[] = []
  return {
    lead(to) {
      const page = window.show().webContents
      if (page === following) tell(to)
      else waiting.push({ page, to })
    },
    follow() {
      const page = window.current()?.webContents ?? null
      if (page !== null && page !== following) {
        following = page
        onNextLoad(page, () => {
          if (following === page) following = null
        })
      }
      const asked = waiting.filter((one) => one.page === page)
      waiting = []
      return asked.map(({ to }) => to)
    },
  }
}

/** Calls `loaded` once: when the page's program is about to be another, or is gone. */
function onNextLoad(page: Electron.WebContents, loaded: () => void): void {
  const navigates = ({ isMainFrame, isSameDocument }: { isMainFrame: boolean; isSameDocument: boolean }): void => {
    if (isMainFrame && !isSameDocument) over()
  }
  const over = (): void => {
    page.off('did-start-navigation', navigates)
    page.off('render-process-gone', over)
    loaded()
  }
  page.on('did-start-navigation', navigates)
  page.on('render-process-gone', over)
}
