import type { TunnelKind } from '#contract/tunnel.ts'
import { isSecretName, knownSetting } from './known-settings.ts'
import { once, withHost, type Pasted } from './pasted.ts'
import { readHost, splitHost } from './read-host.ts'
import { readSettings, splitList, type Setting, type Settings } from './read-settings.ts'

/** `Server=tcp:db.internal,1433;Database=orders` says its port behind a comma, and SQL Server's clients put `tcp:` before it. */
function addressOf({ host, port }: Settings): ReturnType<typeof splitHost> {
  const [, name = '', behind = ''] = /^(?:tcp:)?([^,\\]*)(?:\\[\w$]+)?(?:,(\d+))?$/i.exec(host) ?? []
  const number = behind === '' ? port : behind
  return splitHost(number === '' ? name : `${name}:${number}`)
}

/** What drivers say only in these: the keyword for the host tells which database it is. */
function kindOf(settings: readonly Setting[]): { readonly kind?: TunnelKind; readonly port?: string } {
  const has = (name: string): boolean => settings.some((one) => one.name.toLowerCase() === name)
  const server = settings.find(({ name }) => /^(?:server|data source|address|addr)$/i.test(name))?.value ?? ''
  if (server.includes(',') || /^tcp:/i.test(server) || has('initial catalog') || has('trustservercertificate'))
    return { kind: 'tcp', port: '1433' }
  return {}
}

const isPlain = ({ name, value }: Setting): boolean =>
  value !== null && (isSecretName(name) || readsAs(name) || knownSetting(name) !== null)

function readsAs(name: string): boolean {
  const said = readSettings([{ name, value: 'x' }])
  return said !== null && [said.host, said.port, said.username, said.database].includes('x')
}

/** A string of keys and values, as ADO.NET and ODBC have it: `Host=db.internal;Port=5432;Username=app;Database=orders`. */
export function readKeys(text: string): Pasted | null {
  if (!/^[A-Za-z][\w ]*=/.test(text) || !text.includes(';')) return null
  const settings = splitList(text)
  if (settings === null || !settings.every(isPlain)) return null
  // A quote, or a further name in a value: the text is separated otherwise.
  if (settings.some(({ value }) => /["'{}@]|\s\S*=/.test(value ?? '') && value?.startsWith('{') !== true)) return null
  const said = readSettings(settings)
  const address = said === null ? null : addressOf(said)
  if (said === null || address === null) return null
  const known = kindOf(settings)
  const port = address.port ?? known.port
  const about = readHost(address.host, {
    ...(known.kind === undefined ? {} : { kind: known.kind }),
    ...(port === undefined ? {} : { port }),
  })
  const { username, database } = said
  return withHost(
    { ...(username === '' ? {} : { username }), ...(database === '' ? {} : { database }) },
    { ...about, leftOut: once([...about.leftOut, ...said.leftOut]) },
  )
}
