import { meant } from './certain-names.ts'
import { once, withHost, type Pasted } from './pasted.ts'
import { readOracle } from './read-oracle.ts'
import { readUrl } from './read-url.ts'

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (all, name: string) => entities[name] ?? all)

function element(text: string, name: string): string {
  return unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '').trim()
}

/**
 * The name that somebody gave a data source. DataGrip's own are addresses (`orders@db.internal`), which say less than the host;
 * but at a loopback address there is no better one. What may be a login is none.
 */
function nameFor(name: string, isLoopback: boolean): string {
  const words = isLoopback ? name.replace(/@(?:localhost|127[\d.]*)$/i, '') : name
  return name.length > 80 || /[@:/]/.test(meant(words)) ? '' : name
}

/**
 * A data source of DataGrip: its clipboard block (`#DataSourceSettings#`) or an element of `dataSources.xml`. Its URL is read as
 * any other; the user is beside it, and the name is the one that the data source has. Null for none, or one that cannot be read.
 */
export function readDataSource(text: string): Pasted | null {
  const [first, ...others] = text.match(/<data-source\b.*?<\/data-source>/gs) ?? []
  if (first === undefined) return null
  const url = element(first, 'jdbc-url')
  const oracle = readOracle(url)
  const about = oracle ?? readUrl(url)
  const user = element(first, 'user-name')
  // Oracle takes `user/password` where a user is expected.
  if (about === null || (oracle !== null && meant(user).includes('/'))) return null
  const given = unescaped(/^<data-source\b[^>]*?\sname="([^"]*)"/.exec(first)?.[1] ?? '').trim()
  const isLoopback = about.leftOut.some(({ what }) => what === 'localhost')
  const name = nameFor(given, isLoopback)
  return withHost(
    {
      ...(user === '' ? {} : { username: user }),
      ...(name === '' ? {} : { name }),
    },
    {
      ...about,
      leftOut: once([
        ...about.leftOut,
        ...(others.length > 0 ? [{ what: 'sources', count: others.length + 1 } as const] : []),
      ]),
    },
  )
}
