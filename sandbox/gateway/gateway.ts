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
  /**
   * Bytes to a client that it has not read yet, above which the agent waits; 0 = as many as the system's buffers hold. On loopback those
   * are four megabytes and more, over a network what is on the line and a little besides.
   */
  readonly underwayBytes: number
  /** Close the client's WebSocket with 1000 "Bye" after this many milliseconds; 0 = never. */
  readonly byeAfterMs: number
  /** HTTP status to answer the WebSocket upgrade with; 0 = accept. */
  readonly refuseUpgrade: number
  /** Milliseconds before a shell's first output. Real agent: 1000. */
  readonly firstOutputMs: number
  /** Milliseconds until a shell's terminal is up; what the client sends before is not acknowledged. */
  readonly terminalMs: number
  /** Whether the service says `start_publication` when a client's channel is open; the real one does so only sometimes. */
  readonly startPublication: 'sent' | 'omitted'
  /** What HandshakeComplete tells the user; usually empty. */
  readonly customerMessage: string
  /** Milliseconds the agent waits for the HandshakeResponse, from StartSession on. Real agent: 15,000. */
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
  /** What a poor network does by chance, for worlds that are scripted as data; null = nothing. `tamper` goes first. */
  readonly noise: Noise | null
  /** Close the client's WebSocket with 1000 "Bye" after so many messages to it, once in a session; 0 = never. */
  readonly byeAfterMessages: number
  /** What ResumeSession answers. A new address makes the old one worthless: upgrades to it get 400. */
  readonly resume: 'same-address' | 'new-address' | 'without-address' | 'without-token'
  /** Messages no client can use, sent to it each time its channel opens, before anything else. */
  readonly malformed: readonly MalformedMessage[]
  /** How the agent shakes hands, where a session needs it. */
  readonly handshake: HandshakeManner
  /** Version of the agent, four components; empty = as the session's request says. */
  readonly agentVersion: string
  /** Keepalives of the multiplexer: as the two versions settle it, or whatever they say. */
  readonly keepalive: 'by-version' | 'on' | 'off'
  /** Milliseconds between two keepalives; a peer silent for three times as long is given up. Real agent: 10,000. */
  readonly keepaliveMs: number
  /**
   * The user that the account's preferences have a shell run as; empty = Run As is on and names nobody, null = it is off, and
   * a shell runs as `ssm-user`.
   */
  readonly runAsUser: string | null
  /** Folder that comes first on the PATH of shells and commands; empty = none. */
  readonly programFolder: string
  /** The key that encrypts a session that is no port session: id, ARN or alias; empty = none. */
  readonly kmsKeyId: string
  /** Whether the agent insists on a client that binds its data key to the agent's challenge (agents from 3.3.808). */
  readonly kmsChallenge: 'optional' | 'required'
  /** Where every dial of the session ends; null = as the network around the gateway says. */
  readonly dialTarget: DialTarget | null
  /** When the agent looks up the target's name. The real one does so once, as its session begins. */
  readonly nameLookup: 'each-dial' | 'once'
  /** Milliseconds a target takes to accept a connection. */
  readonly dialDelayMs: number
  /** Bytes per second a target reads; 0 = as fast as they come. */
  readonly targetBytesPerSecond: number
}

/**
 * Faults by chance, each a probability from 0 to 1. The same seed and the same messages meet the same fate.
 * Handshakes are hit too, unless `after` spares the first messages of each type and direction.
 */
export interface Noise {
  readonly drop: number
  readonly duplicate: number
  /** Messages that change places with the next one. */
  readonly reorder: number
  /** Acknowledgements that get lost; they are spared by the other three. */
  readonly loseAcknowledgements: number
  readonly after: number
  readonly seed: number
}

/**
 * - `regular`: as the real agent.
 * - `withheld`: the agent never asks; the client waits for ever.
 * - `incomplete`: HandshakeComplete never comes.
 * - `bad-json`: the request is cut off in the middle of its JSON.
 * - `unknown-action`: the request asks for something no client knows.
 */
export type HandshakeManner = 'regular' | 'withheld' | 'incomplete' | 'bad-json' | 'unknown-action'

/**
 * A message that a careful client survives; where nothing else is said, an extra one that it drops unacknowledged.
 * - `empty`, `short`: fewer bytes than a header.
 * - `header-beyond-frame`: HeaderLength points past the end of the message.
 * - `no-header`: HeaderLength is 0. `no-type`, `no-date`: that field is blank.
 * - `wrong-digest`: stream data of the next sequence number whose digest is of other bytes.
 * - `unknown-type`: a MessageType nobody has heard of.
 * - `text`: a text message that is no JSON.
 * - `bad-acknowledgement`: an acknowledgement whose payload is no JSON.
 * - `from-the-past`, `from-the-future`: stream data numbered -1, or a million too high; acknowledged at will.
 * - `unknown-payload-type`: stream data in sequence that carries type 99: acknowledged, passed over.
 * - `corrupted`: the next stream data loses a bit on its way; the agent sends it again.
 *
 * AWS's plugin 1.2.677 goes deaf at `short`, at `header-beyond-frame`, and at `unknown-payload-type` in a handshake.
 */
export type MalformedMessage = (typeof malformedMessages)[number]

export const malformedMessages = [
  'empty',
  'short',
  'header-beyond-frame',
  'no-header',
  'no-type',
  'no-date',
  'wrong-digest',
  'unknown-type',
  'text',
  'bad-acknowledgement',
  'from-the-past',
  'from-the-future',
  'corrupted',
  'unknown-payload-type',
] as const

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

/** What an agent asks of the key service, with its node's role. */
export interface AgentKeys {
  /** The plain data key, or the service's error as an agent prints it: `Name: message`. */
  decrypt(request: {
    readonly targetId: string
    readonly region: string
    readonly keyId: string
    readonly ciphertext: Buffer
    readonly context: Readonly<Record<string, string>>
  }): Promise<{ readonly ok: true; readonly plaintext: Buffer } | { readonly ok: false; readonly error: string }>
}

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
  /**
   * A new token for a live session, or null when it is over (ResumeSession then answers without a token). The address
   * is empty where the session's behaviour says so.
   */
  resume(sessionId: string): { readonly tokenValue: string; readonly streamUrl: string } | null
  /** Ends a session; the client gets `channel_closed` with `output`. False when it was not active. */
  terminate(sessionId: string, output?: string): boolean
  /** Drops the client's socket without a word, or with a close code, as a network or the service would. */
  drop(sessionId: string, closeCode?: number): boolean
  /**
   * `pause`: the service loses the agent; what the client sends is thrown away and answered with `pause_publication`,
   * what the agent sends is lost. `start`: it is back, and both sides are told. `mute`: neither hears the other any more, and nobody is
   * told. False when the session is over.
   */
  publication(sessionId: string, change: 'pause' | 'start' | 'mute'): boolean
  /** Sends the client a message it cannot use. False when the session is over or has no client. */
  sendMalformed(sessionId: string, message: MalformedMessage): boolean
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
  /** Without it encrypted sessions fail in their handshake. */
  readonly keys?: AgentKeys
  log(event: string, fields?: Readonly<Record<string, unknown>>): void
}
