/** A TCP socket in Linux's listing. */
export interface ProcNetRow {
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
      return [{ localPort, remotePort, listens: state === '0A', inode, uid: Number(uid) }]
    })
}

function portOf(address = ''): number | null {
  const digits = /:([0-9A-F]{4})$/i.exec(address)?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 16)
}
