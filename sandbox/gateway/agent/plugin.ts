import type { AgentBehaviour, DialTarget } from '../gateway.ts'
import type { DataChannel } from './data-channel.ts'
import type { Message } from './frame.ts'
import type { Handled } from './receiver.ts'

/** How a session's plugin ended, as the agent's task result would say. `output` is what the client is shown. */
export interface PluginEnd {
  readonly status: 'Success' | 'Failed' | 'Cancelled'
  readonly output: string
}

/** One session type at work on the agent: it takes the client's messages until it ends. */
export interface Plugin {
  handle(message: Message): Handled | Promise<Handled>
  /** Frees everything at once; settles when processes and sockets are gone. */
  dispose(): Promise<void>
}

export interface PluginDeps {
  readonly channel: DataChannel
  readonly properties: Readonly<Record<string, string>>
  readonly behaviour: AgentBehaviour
  readonly agentVersion: string
  /** As the handshake told, or empty without a handshake. */
  readonly clientVersion: string
  dial(host: string, port: number): DialTarget
  /** To be called once. */
  ended(end: PluginEnd): void
  log(event: string, fields?: Readonly<Record<string, unknown>>): void
}
