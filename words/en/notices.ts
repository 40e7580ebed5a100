/** Desktop notifications about clients: a title, and a sentence or two. */
export const notices = {
  cannotOpen: (tunnel: string) => `${tunnel} cannot open`,
  sentence: (text: string) => `${text}.`,
  waits: (client: string, span: string) => `${client} waits ${span}.`,
  onItsWay: (client: string) => `${client} gave up waiting before the session was open.`,
  needsApproval: (tunnel: string) => `${tunnel} needs approval`,
  clickToRequest: 'Click to request access.',
  approved: (tunnel: string, time: string) => `${tunnel} is approved until ${time}`,
  connectAgain: 'Connect again.',
  opensNow: 'The session opens now.',
  accessEnds: (tunnel: string, span: string) => `Access to ${tunnel} ends in ${span}`,
  stillOpen: (count: number) => `${count === 1 ? '1 connection is' : `${count} connections are`} open.`,
  clickForMore: 'Click to ask for more time.',
  /** Said once, when the window is closed for the first time. */
  livesOn: {
    title: 'Culvert keeps running',
    wayBack: {
      tray: 'Ports that listen stay open. The icon in the tray brings the window back, and quits.',
      'menu-bar': 'Ports that listen stay open. The icon in the menu bar brings the window back, and quits.',
      'start-again':
        'Ports that listen stay open. Start Culvert again to get the window back; with Ctrl+Q in it, Culvert quits.',
    },
  },
  startedByHand: 'Its session starts only with Connect, and a client waited for it.',
}
