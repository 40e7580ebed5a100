/** What the SSM API half of the sandbox tells the gateway half when it starts a session. */
export interface GatewaySessionRequest {
  readonly sessionId: string
  readonly targetId: string
  readonly region: string
  /** `Port`, `Standard_Stream`, `InteractiveCommands` or `NonInteractiveCommands`. */
  readonly sessionType: string
  /** The document's properties after substitution: `host`, `portNumber`, `localPortNumber`, `type`, `commands`… */
  readonly properties: Readonly<Record<string, string>>
  /** Four components, such as `3.3.987.0`. */
  readonly agentVersion: string
  /** How this session's agent and network behave; defaults are the real constants. */
  readonly behaviour?: Partial<AgentBehaviour>
}

/** Constants and faults of one session. Defaults: 1,024 B, 1 ms, nothing lost. */
export interface AgentBehaviour {
  /** Payload bytes per message from the agent. Real agent: 1024. */
  readonly payloadBytes: number
  /** Milliseconds the agent sleeps after each message. Real agent: 1. */
  readonly sleepMs: number
  /** One-way delay added in each direction, milliseconds. */
  readonly delayMs: number
  /** Close the client's WebSocket with 1000 "Bye" after this many milliseconds; 0 = never. */
  readonly byeAfterMs: number
  /** HTTP status to answer the WebSocket upgrade with; 0 = accept. */
  readonly refuseUpgrade: number
  /** Milliseconds before a shell's first output. Real agent: 1000. */
  readonly firstOutputMs: number
  /** Whether the service says `start_publication` when a client's channel is open; the real one does so only sometimes. */
  readonly startPublication: 'sent' | 'omitted'
  /** What HandshakeComplete tells the user; usually empty. */
  readonly customerMessage: string
  /** Milliseconds the agent waits for the HandshakeResponse. Real agent: 15,000. */
  readonly handshakeTimeoutMs: number
  /**
   * Milliseconds from a session's end on the agent to the client's `channel_closed`: the news goes through the worker's
   * parent and the control channel. AWS's plugin hangs when it comes within a millisecond of the handshake.
   */
  readonly completionMs: number
  /** End the session after this many milliseconds without stream data either way; 0 = never. */
  readonly idleTimeoutMs: number
  /** End the session after this many milliseconds; 0 = never. */
  readonly maxDurationMs: number
  /** Cut messages to the client into WebSocket fragments of so many bytes, as Go programs do above 4,096; 0 = whole. */
  readonly fragmentBytes: number
  /** What the network does to each message; null = delivers it. */
  readonly tamper: Tamper | null
}

/** One message on its way, as a fault sees it. */
export interface TamperedMessage {
  readonly direction: 'to-agent' | 'to-client'
  /** `input_stream_data`, `acknowledge`, … */
  readonly type: string
  /** Counts the messages of this direction and type from 0, copies sent again included. */
  readonly index: number
  /** The stream's sequence number, 0 for other messages. */
  readonly sequence: number
}

/** `swap` holds a message back until the next one of its direction has passed. */
export type Tamper = (message: TamperedMessage) => 'deliver' | 'drop' | 'duplicate' | 'swap'

/** Where the agent's dial of an endpoint ends. */
export type DialTarget =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown-host' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'forbidden' }

/** Why a session is over, as DescribeSessions would tell. */
export interface GatewaySessionEnd {
  readonly sessionId: string
  readonly status: 'Terminated' | 'Failed' | 'TimedOut'
  readonly output: string
}

/** The message gateway with its agents. */
export interface Gateway {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string
  /** Starts the session's agent and returns what StartSession answers. */
  open(request: GatewaySessionRequest): { readonly tokenValue: string; readonly streamUrl: string }
  /** A new token for a live session, or null when it is over (ResumeSession then answers without a token). */
  resume(sessionId: string): { readonly tokenValue: string; readonly streamUrl: string } | null
  /** Ends a session; the client gets `channel_closed` with `output`. False when it was not active. */
  terminate(sessionId: string, output?: string): boolean
  /** Drops the client's socket without a word, or with a close code, as a network or the service would. */
  drop(sessionId: string, closeCode?: number): boolean
  activeSessions(): readonly string[]
  onEnded(listener: (end: GatewaySessionEnd) => void): void
  close(): Promise<void>
}

/** What the gateway needs of the world around it. */
export interface GatewayOptions {
  /** 0 = any free port. Always on 127.0.0.1. */
  readonly port: number
  /** Where an agent on `targetId` ends up when it dials `host:port` (`host` is `localhost` without a remote host). */
  dial(targetId: string, host: string, port: number): DialTarget
  /** Checks the SigV4 signature of an upgrade (service `ssmmessages`); unsigned upgrades pass unless this says no. */
  authorizeUpgrade(request: {
    readonly url: string
    readonly headers: Readonly<Record<string, string | string[] | undefined>>
  }): boolean
  readonly behaviour?: Partial<AgentBehaviour>
  log(event: string, fields?: Readonly<Record<string, unknown>>): void
}
