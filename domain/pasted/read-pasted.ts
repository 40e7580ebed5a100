import { isSecretName } from './known-settings.ts'
import type { Pasted } from './pasted.ts'
import { readCommand } from './read-command.ts'
import { readHost, splitHost } from './read-host.ts'
import { isUrl, readUrl } from './read-url.ts'
import { pairedWords } from './split-words.ts'

/** Characters that are looked at; no connection string and no command is longer. */
const longest = 8_192

/** Editors and chats turn quotes and dashes into typeset ones. */
function typed(text: string): string {
  return text.replace(/[“”„«»]/g, '"').replace(/[‘’‚]/g, "'")
}

const assignment =
  /^(?:(?:export|set|const|let|var)\s+)?["']?([A-Za-z_][\w.-]*)["']?\s*[=:]\s*(?=["']?[a-z][a-z0-9+:-]*:\/\/)/i

/** Takes off what surrounds a string where it was copied: a prompt, `export DATABASE_URL=`, quotes, a final `;`. */
function bare(text: string): string {
  return text
    .trim()
    .replace(/^[$%>]\s+/, '')
    .replace(assignment, (before, name: string) => (isSecretName(name) ? before : ''))
    .replace(/^(["'`])(.*)\1[;,]?$/s, '$2')
    .replace(/;$/, '')
    .trim()
}

/** The one URL among the words of a command. A word with an `@` beside it may be the end of its password. */
function readUrlAmong(text: string): Pasted | null {
  const words = pairedWords(text)?.map(bare) ?? []
  const [url, ...others] = words.filter((word) => word.includes('://') || word.includes('@'))
  return url === undefined || others.length > 0 ? null : readUrl(url)
}

/**
 * Reads what a user has at hand: a connection URL (with or without `jdbc:`), `host:port`, the name of an endpoint, or an
 * `aws ssm start-session` command. Null when it is none of them, and when it can be read in several ways: what is taken for a
 * host in one may be the password in another. What it gives holds no password: one in the text is dropped here and told as left
 * out.
 */
export function readPasted(text: string): Pasted | null {
  if (text.length > longest) return null
  const command = readCommand(text)
  if (command !== null) return command
  const string = bare(typed(text))
  if (isUrl(string)) return readUrl(string)
  if (/\s/.test(string)) return readUrlAmong(string)
  const address = splitHost(string)
  // One word without a dot or a port may be anything.
  if (address === null || (address.port === undefined && !address.host.includes('.'))) return null
  return readHost(address.host, address.port === undefined ? {} : { port: address.port })
}
