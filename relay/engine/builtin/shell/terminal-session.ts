import type { Readable } from 'node:stream'
import { problemOf } from '#domain/problem/problem.ts'
import type { ProbeAnswer, ShellSession } from '../../engine.ts'
import { PipeSession } from '../basic/pipe-session.ts'
import type { DataChannel } from '../data-channel.ts'
import type { SessionCipher } from '../encryption.ts'
import { payloadTypes } from '../message.ts'
import type { SessionParts } from '../session-life.ts'
import { EncryptedLink } from './encrypted-link.ts'

/** What the agent encrypts in an encrypted session, and what a terminal shows or knows. */
const spoken: ReadonlySet<number> = new Set([payloadTypes.output, payloadTypes.standardError, payloadTypes.exitCode])

/** A shell or command: a connection to a terminal, with a size and, for some commands, an exit code. */
export class TerminalSession extends PipeSession implements ShellSession {
  readonly customerMessage: string
  readonly #channel: DataChannel
  readonly #cipher: SessionCipher | null
  #exitCode: number | null = null
  #size = ''

  constructor(parts: SessionParts, cipher: SessionCipher | null) {
    super(
      parts,
      cipher === null ? parts.channel : new EncryptedLink(parts.channel, cipher, parts.settings.payloadBytes),
    )
    this.customerMessage = parts.agreement.customerMessage
    this.#channel = parts.channel
    this.#cipher = cipher
  }

  get output(): Readable {
    return this.stream
  }

  get exitCode(): number | null {
    return this.#exitCode
  }

  write(bytes: Uint8Array, taken: () => void = () => {}): boolean {
    if (this.stream.writable) return this.stream.write(bytes, () => taken())
    taken()
    return false
  }

  probe(timeoutMs: number): Promise<ProbeAnswer> {
    return this.#channel.probe(timeoutMs)
  }

  resize(columns: number, rows: number): void {
    const size = JSON.stringify({ cols: columns, rows })
    if (size === this.#size || this.stream.destroyed) return
    this.#size = size
    this.#channel.send(payloadTypes.size, Buffer.from(size))
  }

  override received(payloadType: number, payload: Buffer): void {
    if (!spoken.has(payloadType)) return super.received(payloadType, payload)
    const plain = this.#cipher === null ? payload : this.#cipher.decrypt(payload)
    if (plain === null)
      return this.fail(
        problemOf('ENGINE_FAILED', { reason: 'bad-stream', said: 'Output that the session key does not open' }),
      )
    if (payloadType === payloadTypes.exitCode) this.#exitCode = exitCodeOf(plain) ?? this.#exitCode
    else super.received(payloadTypes.output, plain)
  }
}

/** The agent writes `EXIT_CODE: 3`. */
function exitCodeOf(payload: Buffer): number | null {
  const match = /^EXIT_CODE:\s*(-?\d{1,9})\s*$/.exec(payload.toString('latin1'))
  return match === null ? null : Number(match[1])
}
