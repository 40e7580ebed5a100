import { openConnections } from '#domain/ending/ending.ts'
import type { Outstanding } from '#domain/ending/outstanding.ts'
import type { Messages } from './messages.ts'

/** What the end of the app waits for: "3 connections, 1 shell". Empty when nothing is left. */
export function outstandingText({ tunnels, shells, transfers }: Outstanding, words: Messages): string {
  const connections = openConnections(tunnels)
  return [
    ...(connections > 0 ? [words.connections(connections)] : []),
    ...(shells.length > 0 ? [words.ending.shells(shells.length)] : []),
    ...(transfers.length > 0 ? [words.ending.transfers(transfers.length)] : []),
  ].join(words.listSeparator)
}
