import { request } from 'node:http'

/** What is asked, beyond the address: a browser's `fetch` chooses the Host itself. */
interface Asked {
  readonly host?: string
  readonly method?: string
  readonly authorization?: string
}

/** What came back. */
export interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** Asks over HTTP with any Host, method and token. */
export function askAs(url: string, { host = new URL(url).host, method = 'GET', authorization }: Asked): Promise<Told> {
  const headers = { host, ...(authorization === undefined ? {} : { authorization }) }
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
      )
    })
    asked.once('error', reject)
    asked.end()
  })
}
