import { BlockList, isIP } from 'node:net'

/** Who is to be reached. */
export interface Destination {
  /** In lower case; IPv6 without brackets. */
  readonly host: string
  readonly port: number
}

/** This computer, and addresses that end at its own link: the metadata services of machines and containers. */
const near = new BlockList()
near.addSubnet('127.0.0.0', 8)
near.addAddress('::1', 'ipv6')
near.addSubnet('169.254.0.0', 16)
near.addSubnet('fe80::', 10, 'ipv6')

/** True of addresses that no proxy could reach for us. */
export function isNear({ host }: Destination): boolean {
  return host === 'localhost' || holds(near, host)
}

/**
 * True when `NO_PROXY` names the destination: a comma list of names (with all below them; a leading dot or `*.` says the
 * same, and so does the dot of the root at the end), addresses, networks (`10.0.0.0/8`), each with a port if it is for that one only, and `*` for everybody.
 */
export function isExcepted(destination: Destination, list: string): boolean {
  return list.split(',').some((entry) => names(entry.trim().toLowerCase(), destination))
}

function names(entry: string, { host, port }: Destination): boolean {
  if (entry === '' || entry === '*') return entry === '*'
  if (entry.includes('/')) return isInNetwork(host, entry)
  const named = hostAndPort(entry)
  if (named.port !== null && named.port !== port) return false
  if (isIP(named.host) > 0) return isIP(host) > 0 && isSameAddress(host, named.host)
  const name = named.host.replace(/^\*?\.+/, '').replace(/\.$/, '')
  return name !== '' && (host === name || host.endsWith(`.${name}`))
}

function hostAndPort(entry: string): { readonly host: string; readonly port: number | null } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry) ?? /^([^:]*):(\d+)$/.exec(entry)
  if (bracketed === null) return { host: entry, port: null }
  return { host: bracketed[1] ?? '', port: bracketed[2] === undefined ? null : Number(bracketed[2]) }
}

function isInNetwork(host: string, entry: string): boolean {
  const [address = '', bits = ''] = entry.split('/')
  const version = isIP(address)
  if (version === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) return false
  const network = new BlockList()
  network.addSubnet(address, Number(bits), version === 4 ? 'ipv4' : 'ipv6')
  return holds(network, host)
}

function isSameAddress(host: string, address: string): boolean {
  const one = new BlockList()
  one.addAddress(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
  return holds(one, host)
}

function holds(list: BlockList, host: string): boolean {
  const version = isIP(host)
  return version !== 0 && list.check(host, version === 4 ? 'ipv4' : 'ipv6')
}
