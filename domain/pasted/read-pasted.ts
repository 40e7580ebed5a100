import { isSecretName } from './known-settings.ts'
import { areNamesCertain } from './certain-names.ts'
import type { Pasted } from './pasted.ts'
import { readArn } from './read-arn.ts'
import { isClientCommand, readClient } from './read-client.ts'
import { readCommand } from './read-command.ts'
import { isConninfo, readConninfo } from './read-conninfo.ts'
import { readDataSource } from './read-data-source.ts'
import { readHost, splitHost } from './read-host.ts'
import { readKeys } from './read-keys.ts'
import { readOracle } from './read-oracle.ts'
import { isUrl, readUrl } from './read-url.ts'
import { pairedWords, splitWords } from './split-words.ts'

/** Characters that are looked at; no connection string and no command is longer. */
const longest = 8_192

/** Editors and chats turn quotes into typeset ones. */
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
function readUrlAmong(words: readonly string[]): Pasted | null {
  const [url, ...others] = words.map(bare).filter((word) => word.includes('://') || word.includes('@'))
  return url === undefined || others.length > 0 ? null : readUrl(url)
}

/** A host by itself: with a port, by a name of several parts, or by its address. */
function readAddress(string: string): Pasted | null {
  const address = splitHost(string)
  // One word without a dot or a port may be anything.
  if (address === null || (address.port === undefined && !address.host.includes('.'))) return null
  return readHost(address.host, address.port === undefined ? {} : { port: address.port })
}

/** A text of several words: a command, or what is written without being one. */
function readWords(string: string): Pasted | null {
  const words = pairedWords(string)
  if (words !== null && isClientCommand(words)) return readClient(words)
  // Its quotes do not pair, but it can only be a command: no other reader may make something of a part of it.
  if (words === null && isClientCommand(splitWords(string.replace(/["']/g, ' ')))) return null
  const keys = readKeys(string)
  if (keys !== null || isConninfo(string)) return keys ?? readConninfo(string)
  return words === null ? null : readUrlAmong(words)
}

/**
 * Reads what a user has at hand: a connection URL (with or without `jdbc:`), a conninfo string, `host:port`, the name of an
 * endpoint, an ARN, a command of a client or of the AWS CLI, a data source of DataGrip. Null when it is none of them, and when it
 * can be read in several ways: what is taken for a host in one may be the password in another. What it gives holds no password:
 * one in the text is dropped here and told as left out.
 */
export function readPasted(text: string): Pasted | null {
  if (text.length > longest) return null
  const read = readText(text)
  return read === null || !areNamesCertain(read.values) ? null : read
}

function readText(text: string): Pasted | null {
  const command = readCommand(text)
  if (command !== null) return command
  if (/<data-source\b/.test(text)) return readDataSource(text)
  const string = bare(typed(text))
  if (/^jdbc:oracle:/i.test(string)) return readOracle(string)
  if (isUrl(string)) return readUrl(string)
  if (/[\s=]/.test(string)) return readWords(string)
  return readArn(string) ?? readAddress(string)
}
