import type { ProblemDetails } from '#contract/problem.ts'
import type { ProblemWords } from '../problem-words.ts'
import { terms } from './terms.ts'

type Refused = ProblemDetails['CLIENT_REFUSED']

/** A program of the user's may do that by mistake: whom it asked for tells more than that it may be a browser. */
const isForOther = (client: Refused['client']): client is Refused['client'] & { readonly host: string } =>
  client.reason === 'web' && client.fault === 'host' && client.host !== undefined

function who({ client }: Refused): string {
  if (client.reason === 'other-user') return 'A program of another user'
  if (client.reason === 'not-understood') return 'A program that speaks another protocol'
  if (client.browser !== undefined) return `A web page in ${client.browser}`
  if (client.origin !== undefined) return 'A web page'
  return isForOther(client) ? `A client that asked for ${client.host}` : 'A browser or another web client'
}

function what({ client }: Refused): string {
  if (client.reason === 'other-user') return 'a program of another user'
  if (client.reason === 'not-understood') return 'a program that speaks another protocol'
  if (client.origin !== undefined) return `a web page: ${client.origin}`
  if (client.browser !== undefined) return `a web page in ${client.browser}`
  return isForOther(client) ? `a client that asked for ${client.host}` : 'a web client'
}

/** Clients that a local port refused: who tried, and one line of history. */
export const refusals = {
  tried: (d: Refused) => `${who(d)} tried to use ${d.address ?? 'localhost'}:${d.port}`,
  refused: ({ client }: Refused): string =>
    isForOther(client)
      ? 'It was refused; nothing reached the database. Clients may ask for localhost, the real host, or a name that is set in the tunnel.'
      : 'It was refused; nothing reached the database.',
  line: (d: Refused) => `Refused ${what(d)}${d.clients > 1 ? `, ${d.clients} tries` : ''}`,
}

/** The same as a problem. */
export const refusalProblem: ProblemWords<'CLIENT_REFUSED'> = {
  short: terms.clientRefused,
  headline: refusals.tried,
  sentence: refusals.refused,
}
