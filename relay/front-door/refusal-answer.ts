import type { RefusedClient, RequestFault } from '#contract/refused-client.ts'
import type { ListeningPlace } from './listen.ts'

/** What is wrong and what to do, for whoever looks at the answer; always English, as every answer to a client. */
const sentences: Readonly<
  Record<RequestFault, (client: { origin?: string | undefined; host?: string | undefined }, at: string) => string>
> = {
  host: ({ host = 'another host' }, at) =>
    `This request is for ${host}. This port serves localhost, 127.0.0.1 and the real host only: use http://${at}/.`,
  origin: ({ origin = 'another page' }, at) =>
    `This request comes from ${origin}, which may not use this port. Type http://${at}/ yourself, or allow the page in the tunnel's settings.`,
  form: () => 'This request could be read in two ways, or its head is longer than 16 KiB.',
}

/** The answer to a request that is refused where HTTP is spoken; null for a client that is closed without one. */
export function answerTo(client: RefusedClient, { port, address }: ListeningPlace): Buffer | null {
  if (client.reason !== 'web' || client.protocol !== 'http' || client.fault === undefined) return null
  const body = `Culvert: nothing was passed on. ${sentences[client.fault](client, `${address ?? 'localhost'}:${port}`)}\n`
  const head = [
    client.fault === 'form' ? 'HTTP/1.1 400 Bad Request' : 'HTTP/1.1 403 Forbidden',
    'Content-Type: text/plain; charset=us-ascii',
    `Content-Length: ${body.length}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1')
}
