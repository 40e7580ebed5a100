/** A tunnel that is open beyond this computer: what asks, what is shown, and why it is not. */
export const exposure = {
  /** On a row, a tag: short. */
  tag: 'Network',
  open: (address: string, network: string) => `Open to ${network} at ${address}`,
  openText: 'Every computer in that network can use this database through your sign-in.',
  waiting: (address: string) => `Opens to the network at ${address} with the port`,
  away: (address: string, interfaceName: string) =>
    `This computer is not at ${address} on ${interfaceName} now. The tunnel listens on this computer only.`,
  barred: 'Local ports are for your own programs only (Settings). The tunnel listens on this computer only.',
  failed: (address: string) => `Not open to the network at ${address}. The tunnel listens on this computer only.`,
  /** In the tray, behind the name. */
  tray: (address: string) => `open to the network at ${address}`,
  ask: 'Open to a network…',
  end: 'This computer only',
  from: (address: string) => `from ${address}`,
  dialog: {
    message: (name: string) => `Open ${name} to a network?`,
    detail: (way: { port: number; endpoint: string; account: string }, places: string) =>
      `Every computer in the network that you choose can then use ${way.endpoint}${way.account} through your sign-in, without a question, for as long as you do not close it. What it sends on port ${way.port} is not encrypted between it and this computer unless its client does that.\n\n${places}`,
    account: (account: string) => ` (account ${account})`,
    place: (address: string, interfaceName: string, network: string) => `${address} on ${interfaceName} (${network})`,
    action: (address: string) => `Open at ${address}`,
    more: (left: number) => (left === 1 ? '1 more network is not offered.' : `${left} more networks are not offered.`),
  },
  refused: {
    'of-production': 'A tunnel to production is never opened to a network',
    'own-programs': 'Local ports are for your own programs only: change that in Settings first',
    'no-network': 'This computer has no address in a private network now',
    changed: 'The tunnel was changed while you were asked',
  },
  refusedText: 'It listens on this computer only.',
}
