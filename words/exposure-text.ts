import type { Exposure } from '#contract/exposure.ts'
import type { Messages } from './messages.ts'

/** How far a tunnel is open beyond this computer, as a line. */
export function exposureText(exposure: Exposure, words: Messages): string {
  const { exposure: say } = words.tunnels
  const { address, interfaceName, network } = exposure.place
  switch (exposure.kind) {
    case 'open':
      return say.open(address, network)
    case 'waiting':
      return say.waiting(address)
    case 'away':
      return say.away(address, interfaceName)
    case 'barred':
      return say.barred
    case 'failed':
      return say.failed(address)
  }
}
