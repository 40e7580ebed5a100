import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { ExposedPlace } from '#contract/exposure.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { Messages } from '#words/messages.ts'

/** As many buttons as a dialog has room for beside the one that leaves things as they are. */
const mostOffered = 4

/**
 * Asks at which address of which network a tunnel is to be open, over the window if there is one. To close the dialog, or to press Enter,
 * leaves the tunnel on this computer: null.
 */
export async function chooseNetwork(
  tunnel: SavedTunnel,
  places: readonly ExposedPlace[],
  words: Messages,
): Promise<ExposedPlace | null> {
  const offered = places.slice(0, mostOffered)
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const options = optionsOf(tunnel, offered, places.length - offered.length, words)
  const { response } = await (window === undefined
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return offered[response - 1] ?? null
}

function optionsOf(
  tunnel: SavedTunnel,
  offered: readonly ExposedPlace[],
  left: number,
  words: Messages,
): MessageBoxOptions {
  const { dialog: say } = words.tunnels.exposure
  const { account, endpoint } = tunnel.definition
  const way = {
    port: tunnel.preference.localPort,
    endpoint: `${endpoint.host}:${endpoint.port}`,
    account: account === undefined ? '' : say.account(account.accountId),
  }
  const lines = offered.map(({ address, interfaceName, network }) => say.place(address, interfaceName, network))
  const rest = left > 0 ? [say.more(left)] : []
  return {
    type: 'warning',
    message: say.message(fullName(tunnel)),
    detail: say.detail(way, [...lines, ...rest].join('\n')),
    buttons: [words.cancel, ...offered.map(({ address }) => say.action(address))],
    ...{ defaultId: 0, cancelId: 0, noLink: true },
  }
}
