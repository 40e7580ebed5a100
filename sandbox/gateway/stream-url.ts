import { randomBytes } from 'node:crypto'

const PATH = '/v1/data-channel/'
const CELL_BYTES = 60

/** What a client's upgrade asks for. */
export interface ChannelRequest {
  readonly sessionId: string
  readonly cellNumber: string
}

/** The opaque routing value of a stream URL: base64 with the characters that careless URL code breaks. */
export function createCellNumber(): string {
  for (;;) {
    const cell = randomBytes(CELL_BYTES + 1).toString('base64')
    if (cell.includes('+') && cell.includes('/')) return cell
  }
}

/** As StartSession answers; the cell number is not percent-encoded there. */
export function createStreamUrl(origin: string, sessionId: string, cellNumber: string): string {
  return `${origin}${PATH}${sessionId}?role=publish_subscribe&cell-number=${cellNumber}`
}

/** Reads the target of an upgrade; null when it is no data channel. */
export function parseChannelRequest(target: string): ChannelRequest | null {
  const [path = '', query = ''] = target.split('?', 2)
  if (!path.startsWith(PATH)) return null
  const parameters = new Map(query.split('&').map(splitParameter))
  if (parameters.get('role') !== 'publish_subscribe') return null
  const sessionId = decode(path.slice(PATH.length))
  return { sessionId, cellNumber: parameters.get('cell-number') ?? '' }
}

function splitParameter(text: string): [string, string] {
  const equals = text.indexOf('=')
  return equals < 0 ? [text, ''] : [text.slice(0, equals), decode(text.slice(equals + 1))]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
