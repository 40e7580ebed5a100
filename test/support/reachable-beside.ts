import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Long enough for an address of this computer, and short where a system has none of its kind, ms. */
const patienceMs = 500

/**
 * Addresses of this computer, besides 127.0.0.1 and ::1, at which a port takes connections: none, when its listener is on
 * loopback alone. 127.0.0.2 tells on Linux even without a network.
 */
export async function reachableBeside(port: number): Promise<readonly string[]> {
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const others = own.filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address)
  const addresses = ['127.0.0.2', ...others]
  const reached = await Promise.all(addresses.map((host) => isReachable(host, port)))
  return addresses.filter((_, index) => reached[index])
}

function isReachable(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const settle = (reached: boolean): void => {
      socket.destroy()
      resolve(reached)
    }
    socket.setTimeout(patienceMs, () => settle(false))
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
}
