import { type PluginEvent, PluginOutputParser } from '#relay/engine/plugin/output-parser.ts'
import { cut } from '../engine/mutate.ts'
import { type FuzzTarget, promise, promiseSame } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { hostileText } from './hostile.ts'

const id = 'dev-0123456789abcdef0'
const start = `\nStarting session with SessionId: ${id}\n`

/** As the plugin writes them, byte for byte. */
const transcripts = [
  `${start}Port 15432 opened for sessionId ${id}.\nWaiting for connections...\n\nConnection accepted for session [${id}]\n`,
  `${start}Port 15432 opened for sessionId ${id}.\nConnection accepted for session ${id}.\n`,
  `${start}\nConnection to destination port failed, check SSM Agent logs.\n`,
  `${start}Terminate signal received, exiting.\n\n\nExiting session with sessionId: ${id}.\n\n`,
  `${start}\n\nSessionId: ${id} : \n----------ERROR-------\nEncountered error while initiating handshake.\n\n`,
  `${start}Session: ${id} timed out.\n`,
  `${start}Cannot perform start session: listen tcp 127.0.0.1:80: bind: permission denied\n`,
  `${start}This session is encrypted using AWS KMS.\nUnix socket /tmp/s opened for sessionId ${id}.\n`,
  'Unknown operation X. \nInvalid Operation',
]
const words = [...transcripts.flatMap((text) => text.split(/(?<=\n)/)), `SessionId: ${id} : `, id, 'Port ']
const largestText = 65_536

function read(pieces: readonly Buffer[]): readonly PluginEvent[] {
  const events: PluginEvent[] = []
  const parser = new PluginOutputParser(id, (event) => events.push(event))
  for (const piece of pieces) parser.push(piece)
  parser.finish()
  return events
}

/** A closing text that is as long as is kept; an input alone can not fill it. */
const full = Buffer.from(`SessionId: ${id} : ${'y'.repeat(largestText)}\n`)

function check(said: Buffer, random: Random): void {
  const input = random.chance(5) ? Buffer.concat([full, said]) : said
  const whole = read([input])
  promiseSame(read(cut(input, random)), whole, 'where the output is cut makes no difference')
  for (const event of whole) {
    if (event.type === 'port-opened') promise(event.port >= 1 && event.port <= 65_535, 'a port is a port')
    if (event.type === 'other') promise(event.line.length <= largestText, 'a line is bounded')
    if (event.type === 'ended-with') promise(event.text.length <= largestText, 'a closing text is bounded')
  }
  const endings = whole.filter(({ type }) => type === 'ending' || type === 'ended-with')
  promise(endings.length === 0 || endings.length === 2, 'an ending begins once and is told once')
}

/** What the official plugin prints, in pieces of any size. */
export const pluginOutput: FuzzTarget = {
  name: 'plugin-output',
  samples: transcripts.map((text) => Buffer.from(text)),
  tokens: words,
  generate: (random) =>
    Buffer.from(random.chance(50) ? start + hostileText(random, words) : hostileText(random, words)),
  check,
}
