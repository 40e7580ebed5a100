import type { ContractClient } from '#contract/calls.ts'
import type { Result } from '#contract/result.ts'
import {
  mostInput,
  shellStreamOffer,
  shellStreamOutput,
  streamCredit,
  type ShellStreamInput,
} from '#contract/shell-stream.ts'
import type { TerminalSize } from '#contract/shells.ts'

/** What a stream tells its terminal, in the order in which it comes. */
export interface ShellStreamListener {
  /**
   * What was shown before this page came, `isWhole` or cut off at its beginning. Draw it on an empty terminal, and send nothing that the
   * terminal answers to it.
   */
  shown(bytes: Uint8Array, isWhole: boolean): void
  /** Call {@link ShellStream.drawn} once it is drawn: nothing more comes than was drawn. */
  output(bytes: Uint8Array): void
  /** Input was taken; `waiting` bytes of what was typed here are not yet. */
  taken(waiting: number): void
  /** Nothing follows: everything was printed, or another page shows the shell now, or the stream broke. */
  ended(): void
}

/** A shell's bytes on this page. */
export interface ShellStream {
  /** Types bytes; what is more than may wait is kept here, and sent as it is taken. */
  type(bytes: Uint8Array): void
  resize(size: TerminalSize): void
  /** So many bytes of output were drawn. */
  drawn(bytes: number): void
  /** The shell lives on; nothing more is heard of it here. */
  close(): void
}

let attachments = 0

/**
 * Shows a shell on this page: resolves with its stream once relay and page are joined. Fails as `shell.attach` does. `listener` hears
 * nothing before that.
 */
export async function attachShell(
  client: ContractClient,
  id: string,
  listener: ShellStreamListener,
): Promise<Result<ShellStream>> {
  attachments += 1
  const attachment = attachments
  const offered = awaitOffer(id, attachment)
  const asked = await client.call('shell.attach', { id, attachment }).catch((error: unknown) => {
    offered.forget()
    throw error
  })
  if (!asked.ok) {
    offered.forget()
    return asked
  }
  return { ok: true, value: openStream(await offered.port, listener) }
}

/** The port that main's preload hands on for this ask; others' messages are none of ours. */
function awaitOffer(id: string, attachment: number): { readonly port: Promise<MessagePort>; forget(): void } {
  let forget = (): void => {}
  const port = new Promise<MessagePort>((resolve) => {
    const hear = (event: MessageEvent<unknown>): void => {
      const [given] = event.ports
      if (event.source !== window || event.origin !== window.location.origin || given === undefined) return
      const offer = shellStreamOffer.safeParse(event.data)
      if (!offer.success || offer.data.id !== id || offer.data.attachment !== attachment) return
      forget()
      resolve(given)
    }
    forget = () => window.removeEventListener('message', hear)
    window.addEventListener('message', hear)
  })
  return { port, forget: () => forget() }
}

function openStream(port: MessagePort, listener: ShellStreamListener): ShellStream {
  const stream = new PortStream(port, listener)
  port.addEventListener('message', ({ data }) => stream.hear(data))
  // Electron's own: the other end is gone.
  port.addEventListener('close', () => stream.end())
  port.start()
  return stream
}

class PortStream implements ShellStream {
  readonly #port: MessagePort
  readonly #listener: ShellStreamListener
  readonly #queue: Uint8Array[] = []
  #queued = 0
  #untaken = 0
  #isOver = false

  constructor(port: MessagePort, listener: ShellStreamListener) {
    this.#port = port
    this.#listener = listener
  }

  type(bytes: Uint8Array): void {
    if (this.#isOver || bytes.length === 0) return
    this.#queue.push(bytes)
    this.#queued += bytes.length
    this.#pump()
  }

  resize(size: TerminalSize): void {
    if (!this.#isOver) this.#post({ type: 'resize', size })
  }

  drawn(bytes: number): void {
    if (!this.#isOver && bytes > 0) this.#post({ type: 'drawn', bytes })
  }

  close(): void {
    this.#isOver = true
    this.#port.close()
  }

  /** The relay said something. */
  hear(message: unknown): void {
    if (this.#isOver) return
    const parsed = shellStreamOutput.safeParse(message)
    if (!parsed.success) return this.end()
    switch (parsed.data.type) {
      case 'shown':
        return this.#listener.shown(parsed.data.bytes, parsed.data.isWhole)
      case 'output':
        return this.#listener.output(parsed.data.bytes)
      case 'taken':
        this.#untaken = Math.max(0, this.#untaken - parsed.data.bytes)
        this.#pump()
        return this.#listener.taken(this.#queued + this.#untaken)
      case 'end':
        return this.end()
    }
  }

  end(): void {
    if (this.#isOver) return
    this.close()
    this.#listener.ended()
  }

  #pump(): void {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const piece = next.slice(0, Math.min(mostInput, streamCredit - this.#untaken))
      if (piece.length === 0) return
      if (piece.length < next.length) this.#queue[0] = next.subarray(piece.length)
      else this.#queue.shift()
      this.#queued -= piece.length
      this.#untaken += piece.length
      this.#post({ type: 'input', bytes: piece })
    }
  }

  #post(message: ShellStreamInput): void {
    this.#port.postMessage(message)
  }
}
