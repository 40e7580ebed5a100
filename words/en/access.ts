/** Access to nodes that is given out on request. */
export const access = {
  needed: 'Needs approval',
  waiting: 'Waiting for approval',
  onRequest: 'This node is given out on request',
  ticket: 'Ticket',
  request: 'Request access',
  cancel: 'Not now',
  withdraw: 'Stop waiting',
  noHurry: 'Programs give up sooner than people answer. The port keeps listening; connect again once it is approved.',
  opensOnceApproved: 'It opens by itself once an approver has agreed; closing it leaves the request.',
  copyId: (id: string) => `Request ${id}`,
  until: (time: string) => `Approved until ${time}`,
  askMore: 'Ask for more',
  moreAsked: 'More time is asked for',
  /** What became of the request for it. */
  moreRefused: (headline: string, sentence: string) => `${headline}. ${sentence}`,
  endsSoon: (span: string) => `Access ends in ${span}. AWS may end the session with it.`,
}
