/** What is known of the frame that sent a message; a plain value so that the rule can be tested without a window. */
interface SenderFacts {
  /** True when the message came from the web contents of a window that this app made. */
  readonly ownWindow: 'yes' | 'no'
  /** True when it came from that window's top frame, not from something embedded in it. */
  readonly mainFrame: 'yes' | 'no'
  /** The frame's URL, or null when the frame is gone. */
  readonly url: string | null
}

/** The only origin whose pages may talk to main. */
export const trustedOrigin = 'app://culvert'

/**
 * Why a sender is refused, or null when it may be heard. The URL is parsed, never matched as text: `app://culvert.evil/`
 * and `app://culvert@evil/` both start like ours.
 */
export function refusalOf(sender: SenderFacts): string | null {
  if (sender.ownWindow !== 'yes') return 'not a window of this app'
  if (sender.mainFrame !== 'yes') return 'not the main frame'
  if (sender.url === null) return 'the frame is gone'
  if (!URL.canParse(sender.url)) return 'the frame has no URL'
  const { protocol, host, username, password } = new URL(sender.url)
  if (`${protocol}//${host}` !== trustedOrigin || username !== '' || password !== '') return 'a foreign origin'
  return null
}
