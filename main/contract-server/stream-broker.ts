import { MessageChannelMain, type MessagePortMain } from 'electron'
import type { ContractServer } from './contract-server.ts'

/** What the broker needs. */
interface BrokerDeps {
  readonly server: Pick<ContractServer, 'giveStream'>
  readonly relay: { attachTerminal(sessionId: string, port: MessagePortMain): void }
}

/** A shell as a page shows it. */
interface ShownShell {
  readonly id: string
  readonly sessionId: string
  readonly window: string
  /** The page's number for this ask. */
  readonly attachment: number
}

/** Joins a shell's session in the relay with the page of a window. What goes between the two does not pass this program. */
export function joinStream({ server, relay }: BrokerDeps, { id, sessionId, window, attachment }: ShownShell): void {
  const { port1, port2 } = new MessageChannelMain()
  relay.attachTerminal(sessionId, port1)
  server.giveStream(window, { culvert: 'shell-stream', id, attachment }, port2)
}
