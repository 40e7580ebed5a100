/** One TCP socket of this machine, as the system lists it. */
export interface SocketRow {
  /** As people write it; `*` is every address. */
  readonly localAddress: string
  readonly localPort: number
  readonly listens: boolean
  readonly pid: number
  /** Null when the listing does not tell; then it is looked up by pid. */
  readonly program: string | null
}

/**
 * Rows of `lsof -nP -iTCP -F pcfnT`: `p` and `c` lines begin a process, an `f` line begins a socket, whose `n` and `TST=`
 * lines come in either order.
 */
export function parseLsof(text: string): readonly SocketRow[] {
  return text.split(/^(?=p\d)/m).flatMap((block) => {
    const pid = Number(/^p(\d+)$/m.exec(block)?.[1])
    const program = /^c(.+)$/m.exec(block)?.[1] ?? null
    return block.split(/^(?=f)/m).flatMap((socket) => {
      const local = /^n([^\n]*?)(?:->.*)?$/m.exec(socket)?.[1] ?? ''
      const localPort = portOf(local)
      const state = /^TST=(.+)$/m.exec(socket)?.[1]
      if (localPort === null || state === undefined) return []
      return [{ localAddress: addressOf(local), localPort, listens: state === 'LISTEN', pid, program }]
    })
  })
}

/** Rows of Windows' `netstat -ano`; the state's name is translated by the system, a listener's far end is always `:0`. */
export function parseNetstat(text: string): readonly SocketRow[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [protocol, local = '', remote = '', ...rest] = line.trim().split(/\s+/)
    const localPort = portOf(local)
    const pid = Number(rest.at(-1))
    if (protocol !== 'TCP' || localPort === null || !Number.isInteger(pid)) return []
    return [{ localAddress: addressOf(local), localPort, listens: remote.endsWith(':0'), pid, program: null }]
  })
}

/** The image name of `tasklist /FO CSV /NH`, without `.exe`. */
export function parseTasklist(text: string): string | null {
  const image = /^"([^"]+)"/m.exec(text)?.[1]
  return image?.replace(/\.exe$/i, '') ?? null
}

function portOf(address: string): number | null {
  const digits = /:(\d+)$/.exec(address)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Without the brackets of IPv6, its mark of IPv4 (`::ffff:`) and its zone; every address as `*`. */
function addressOf(text: string): string {
  const address = text.slice(0, text.lastIndexOf(':')).replace(/^\[(?:::ffff:)?(.*?)(?:%.*)?\]$/i, '$1')
  return address === '0.0.0.0' || address === '::' ? '*' : address
}
