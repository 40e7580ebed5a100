import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import { net, powerMonitor } from 'electron'

/** What sleep and the network do to tunnels. */
interface PowerListener {
  slept(): void
  woke(): void
  onlineChanged(online: boolean): void
}

const pollMs = 3_000

/**
 * Watches sleep and the network. Electron's main process has no event for the network, so it is asked every 3 s; in the
 * sandbox everything is on loopback and the network is always there.
 */
export function watchPower(listener: PowerListener, cloud: 'aws' | 'sandbox'): Unsubscribe {
  const slept = (): void => listener.slept()
  const woke = (): void => listener.woke()
  powerMonitor.on('suspend', slept)
  powerMonitor.on('resume', woke)
  let online = cloud === 'sandbox' || net.isOnline()
  if (!online) listener.onlineChanged(false)
  const timer = setInterval(() => {
    const now = cloud === 'sandbox' || net.isOnline()
    if (now === online) return
    online = now
    listener.onlineChanged(now)
  }, pollMs)
  return () => {
    powerMonitor.off('suspend', slept)
    powerMonitor.off('resume', woke)
    clearInterval(timer)
  }
}
