import type { Duplex } from 'node:stream'
import type { HttpRequest } from '#domain/first-bytes/http-request.ts'
import type { Client } from './client.ts'
import { recordCause } from './client-record.ts'
import { RequestGate } from './request-gate.ts'

interface PassOnOptions {
  readonly client: Client
  /** What it said, and nothing as long as its first words are not judged. */
  readonly held: readonly Buffer[]
  readonly upstream: Duplex
  judge(request: HttpRequest): 'pass' | 'refuse'
}

/**
 * Passes what a client says on to its upstream: at once where its first words were judged, else when they are, or when the
 * far end has spoken first: from then on it is the far end's affair. Each request of a client that speaks HTTP is judged.
 */
export function passOn({ client, held, upstream, judge }: PassOnOptions): void {
  const join = (said: readonly Buffer[]): void => {
    const { socket } = client
    const first = client.judged === 'by-request' ? gateBefore(client, upstream, judge) : upstream
    for (const chunk of said) first.write(chunk)
    if (socket.readableEnded) first.end()
    else socket.pipe(first)
  }
  if (client.judged !== 'unheard') return join(held)
  let state: 'waiting' | 'joined' = 'waiting'
  const joinOnce = (): void => {
    if (state === 'joined' || client.gone || upstream.destroyed) return
    state = 'joined'
    join(client.take())
  }
  client.awaitWords(joinOnce)
  upstream.once('data', joinOnce)
}

function gateBefore({ socket }: Client, upstream: Duplex, judge: PassOnOptions['judge']): RequestGate {
  const refused = (): void => {
    // A browser whose kept connection closes sends its request again on a new one, where it gets an answer.
    recordCause(socket, 'first-words')
    socket.destroy()
    upstream.destroy()
  }
  const gate = new RequestGate({ judge, refused })
  gate.pipe(upstream)
  upstream.once('close', () => gate.destroy())
  return gate
}
