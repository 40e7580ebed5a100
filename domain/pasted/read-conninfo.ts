import { knownSetting } from './known-settings.ts'
import { once, withHost, type Pasted } from './pasted.ts'
import { readHost, splitHost } from './read-host.ts'
import { isCertain, readSettings, type Setting, type Settings } from './read-settings.ts'
import { isOwnLoopback } from '../session-document.ts'

/** One `keyword = value` as libpq takes it: a value in single quotes, with `\'` and `\\` in it, or one without blanks. */
const pair = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'(?=\s|$)|((?:[^\s'\\]|\\.)(?:[^\s\\]|\\.)*|(?=\s|$)))/iy

function splitConninfo(text: string): readonly Setting[] | null {
  const settings: Setting[] = []
  const trimmed = text.trim()
  pair.lastIndex = 0
  while (pair.lastIndex < trimmed.length) {
    const [, name, quoted, plain = ''] = pair.exec(trimmed) ?? []
    if (name === undefined) return null
    settings.push({ name: name.toLowerCase(), value: (quoted ?? plain).replace(/\\(.)/gs, '$1') })
  }
  return settings
}

const own = ['host', 'hostaddr', 'port', 'dbname', 'user', 'password', 'passfile', 'sslpassword']
const isKeyword = ({ name }: Setting): boolean => own.includes(name) || knownSetting(name) !== null

/** True for what can only be meant as a conninfo string, well formed or not. */
export function isConninfo(text: string): boolean {
  const first = /^\s*(?:\[[^\]\n]*\]\s*\n\s*)?([a-z_]+)\s*=/i.exec(text)?.[1]?.toLowerCase()
  return first !== undefined && isKeyword({ name: first, value: null })
}

/** What the address says beside the host: a loopback one is a tunnel's own end, and its port is the local one. */
function farEnd(settings: readonly Setting[], { host, port }: Settings): Pasted | null {
  const address = settings.find(({ name }) => name === 'hostaddr')?.value ?? ''
  const hosts = (host || address).split(',')
  const first = splitHost(hosts[0] ?? '')
  if (first === null || first.port !== undefined) return null
  const atPort = port.split(',')[0] ?? ''
  if (atPort !== '' && splitHost(`x:${atPort}`) === null) return null
  const isLocalEnd = host !== '' && isOwnLoopback(address) && !isOwnLoopback(first.host)
  const remotePort = isLocalEnd || atPort === '' ? '5432' : atPort
  const about = readHost(first.host, { kind: 'postgresql', port: remotePort })
  return {
    ...about,
    values: { ...about.values, ...(isLocalEnd && atPort !== '' ? { localPort: atPort } : {}) },
    leftOut: [...(hosts.length > 1 ? [{ what: 'hosts', count: hosts.length } as const] : []), ...about.leftOut],
  }
}

/**
 * A conninfo string of libpq (`host=db.internal port=5432 dbname=orders`), or a section of its service file. Null where a keyword
 * is not known, is there twice, or a quote does not close: libpq refuses these too, and what it refuses may be the rest of a
 * password.
 */
export function readConninfo(text: string): Pasted | null {
  const settings = splitConninfo(text.replace(/^\s*\[[^\]\n]*\]\s*\n/, ''))
  if (settings === null || settings.length === 0 || !settings.every(isKeyword) || !isCertain(settings)) return null
  if (new Set(settings.map(({ name }) => name)).size < settings.length) return null
  const said = readSettings(settings)
  if (said === null) return null
  const about = farEnd(settings, said)
  const isService = settings.some(({ name, value }) => name === 'service' && value !== '')
  if (about === null && !isService) return null
  const { username, database } = said
  return withHost(
    { kind: 'postgresql', ...(username === '' ? {} : { username }), ...(database === '' ? {} : { database }) },
    {
      values: about?.values ?? {},
      profile: null,
      leftOut: once([
        ...(about?.leftOut ?? []),
        ...(about === null ? [{ what: 'service' } as const] : []),
        ...said.leftOut.flatMap((left) => withoutOwn(left)),
      ]),
    },
  )
}

/** `hostaddr` and `service` are told by what they lead to. */
function withoutOwn(left: Pasted['leftOut'][number]): Pasted['leftOut'] {
  if (left.what !== 'parts') return [left]
  const names = left.names.filter((name) => name !== 'hostaddr' && name !== 'service')
  return names.length === 0 ? [] : [{ what: 'parts', names }]
}
