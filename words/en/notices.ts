/** Desktop notifications about clients: a title, and a sentence or two. */
export const notices = {
  cannotOpen: (tunnel: string) => `${tunnel} cannot open`,
  sentence: (text: string) => `${text}.`,
  waits: (client: string, span: string) => `${client} waits ${span}.`,
  onItsWay: (client: string) => `${client} gave up waiting before the session was open.`,
  startedByHand: 'Its session starts only with Connect, and a client waited for it.',
}
