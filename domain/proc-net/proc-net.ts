/** A TCP socket in Linux's listing. */
export interface ProcNetRow {
  /** As people write it; `*` is every address. */
  readonly localAddress: string
  readonly localPort: number
  readonly remotePort: number
  readonly listens: boolean
  readonly inode: string
  /** Numeric id of the user whom the socket belongs to. */
  readonly uid: number
}

/** Rows of `/proc/net/tcp` or `tcp6`; sockets that belong to nobody any more are left out. Layout: Linux `Documentation/networking/proc_net_tcp.rst`. */
export function parseProcNet(text: string): readonly ProcNetRow[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local, remote, state, , , , uid, , inode] = line.trim().split(/\s+/)
      const [localPort, remotePort] = [portOf(local), portOf(remote)]
      if (localPort === null || remotePort === null || inode === undefined || inode === '0') return []
      return [
        { localAddress: addressOf(local), localPort, remotePort, listens: state === '0A', inode, uid: Number(uid) },
      ]
    })
}

function portOf(address = ''): number | null {
  const digits = /:([0-9A-F]{4})$/i.exec(address)?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 16)
}

const everyAddress = /^0+$/
/** Four bytes of IPv4, in the order of a little-endian machine: of its own listing, or at the end of a mapped address. */
const ofIpv4 = /^(?:0{16}FFFF0000)?([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})$/i

/** Of IPv6 only `::1` is made readable: it is all that is compared. */
function addressOf(text = ''): string {
  const digits = text.slice(0, text.indexOf(':'))
  if (everyAddress.test(digits)) return '*'
  if (digits === '00000000000000000000000001000000') return '::1'
  const bytes = ofIpv4.exec(digits)?.slice(1) ?? []
  return bytes.length === 0
    ? digits
    : bytes
        .toReversed()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.')
}
