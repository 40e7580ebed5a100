import { StringDecoder } from 'node:string_decoder'

/** What the plugin says on its standard output, its only channel (`docs/reference/session-manager-plugin.md`). */
export type PluginEvent =
  | { readonly type: 'starting' }
  | { readonly type: 'port-opened'; readonly port: number }
  /** A Unix socket instead of a port. */
  | { readonly type: 'socket-opened' }
  /** It opened a door where its streams were to carry the session. */
  | { readonly type: 'wrong-kind' }
  | { readonly type: 'waiting' }
  | { readonly type: 'connection-accepted' }
  /** The agent could not reach the endpoint for one connection; the session lives on. */
  | { readonly type: 'destination-failed' }
  | { readonly type: 'terminating' }
  | { readonly type: 'exiting' }
  /** The service ended the session with a text, which follows as `ended-with` once it is complete. */
  | { readonly type: 'ending' }
  | { readonly type: 'ended-with'; readonly text: string }
  /** ResumeSession gave no token: the session is over. */
  | { readonly type: 'timed-out' }
  | { readonly type: 'cannot-start'; readonly message: string }
  | { readonly type: 'unknown-operation' }
  | { readonly type: 'other'; readonly line: string }

/** A line longer than this is not one of the plugin's; it is cut here so that it can not fill the memory. */
const lineLimit = 65_536

/**
 * Reads the plugin's texts, byte for byte as plugin 1.1 to 1.2 write them, in chunks of any size. The agent's closing
 * text may have several lines, blank ones too, so it is only complete with the output.
 */
export class PluginOutputParser {
  readonly #sessionId: string
  readonly #emit: (event: PluginEvent) => void
  readonly #fixedTexts: ReadonlyMap<string, PluginEvent>
  readonly #decoder = new StringDecoder('utf8')
  #line = ''
  #closing: string | null = null

  constructor(sessionId: string, emit: (event: PluginEvent) => void) {
    this.#sessionId = sessionId
    this.#emit = emit
    this.#fixedTexts = fixedTexts(sessionId)
  }

  push(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk))
  }

  /** The output is complete. */
  finish(): void {
    this.#take(this.#decoder.end())
    if (this.#line !== '') this.#finishLine()
    if (this.#closing !== null) this.#emit({ type: 'ended-with', text: this.#closing.trim() })
    this.#closing = null
  }

  #take(text: string): void {
    const lines = text.split('\n')
    for (const [index, part] of lines.entries()) {
      if (index > 0) this.#finishLine()
      this.#line = extended(this.#line, part)
    }
  }

  #finishLine(): void {
    const line = this.#line.replace(/\r$/, '')
    this.#line = ''
    if (this.#closing !== null) {
      this.#closing = extended(this.#closing, `\n${line}`)
      return
    }
    if (line === '') return
    const event = this.#eventOf(line)
    if (event.type === 'ending') this.#closing = line.slice(this.#closingPrefix.length)
    this.#emit(event)
  }

  get #closingPrefix(): string {
    return `SessionId: ${this.#sessionId} : `
  }

  #eventOf(line: string): PluginEvent {
    const id = this.#sessionId
    if (line.startsWith(this.#closingPrefix)) return { type: 'ending' }
    const port = portIn(line, id)
    if (port !== null) return { type: 'port-opened', port }
    if (line.startsWith('Unix socket ') && line.endsWith(` opened for sessionId ${id}.`))
      return { type: 'socket-opened' }
    const start = 'Cannot perform start session: '
    if (line.startsWith(start)) return { type: 'cannot-start', message: line.slice(start.length) }
    if (line.startsWith('Unknown operation ')) return { type: 'unknown-operation' }
    return this.#fixedTexts.get(line) ?? { type: 'other', line }
  }
}

/** What is full is left as it is: cutting it again for each piece would be work for its whole length. */
function extended(text: string, more: string): string {
  return text.length < lineLimit ? (text + more).slice(0, lineLimit) : text
}

function portIn(line: string, sessionId: string): number | null {
  const matched = /^Port (\d{1,5}) opened for sessionId (.+)\.$/.exec(line)
  return matched?.[2] === sessionId ? Number(matched[1]) : null
}

function fixedTexts(id: string): ReadonlyMap<string, PluginEvent> {
  return new Map<string, PluginEvent>([
    [`Starting session with SessionId: ${id}`, { type: 'starting' }],
    ['Waiting for connections...', { type: 'waiting' }],
    [`Connection accepted for session [${id}]`, { type: 'connection-accepted' }],
    [`Connection accepted for session ${id}.`, { type: 'connection-accepted' }],
    ['Connection to destination port failed, check SSM Agent logs.', { type: 'destination-failed' }],
    ['Terminate signal received, exiting.', { type: 'terminating' }],
    [`Exiting session with sessionId: ${id}.`, { type: 'exiting' }],
    [`Session: ${id} timed out.`, { type: 'timed-out' }],
    ['Invalid Operation', { type: 'unknown-operation' }],
  ])
}
