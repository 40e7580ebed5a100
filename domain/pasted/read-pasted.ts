import type { Pasted } from './pasted.ts'
import { readCommand } from './read-command.ts'
import { readHost, splitHost } from './read-host.ts'
import { readUrl } from './read-url.ts'
import { splitWords } from './split-words.ts'

/** Characters that are looked at; no connection string and no command is longer. */
const longest = 8_192

/** Takes off what surrounds a string where it was copied: a prompt, `export DATABASE_URL=`, quotes, a final `;`. */
function bare(text: string): string {
  return text
    .trim()
    .replace(/^[$%>]\s+/, '')
    .replace(/^(?:export\s+|set\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=\s*(?=["']?[a-z][a-z0-9+:-]*:\/\/)/i, '')
    .replace(/^(["'`])(.*)\1;?$/s, '$2')
    .replace(/;$/, '')
    .trim()
}

/**
 * Reads what a user has at hand: a connection URL (with or without `jdbc:`), `host:port`, the name of an endpoint, or an
 * `aws ssm start-session` command. Null when it is none of them. What it gives holds no password: one in the text is
 * dropped here and told as left out.
 */
export function readPasted(text: string): Pasted | null {
  if (text.length > longest) return null
  const command = readCommand(text)
  if (command !== null) return command
  const string = bare(text)
  // `psql "postgres://…"`: the program and its other options are no part of a tunnel.
  if (/\s/.test(string))
    return (
      splitWords(string)
        .map(readUrl)
        .find((one) => one !== null) ?? null
    )
  const url = readUrl(string)
  if (url !== null) return url
  const address = splitHost(string)
  // One word without a dot or a port may be anything.
  if (address === null || (address.port === undefined && !address.host.includes('.'))) return null
  return readHost(address.host, address.port === undefined ? {} : { port: address.port })
}
