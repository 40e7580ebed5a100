import { app, session, type Session } from 'electron'

/** Nobody can listen there without the rights of an administrator, and Chromium itself takes the port for an unsafe one. */
const deadProxy = 'http://127.0.0.1:1'

/** The session that the page alone has. It is kept on disk, for the page remembers how it was arranged. */
export function pageSession(): Session {
  return session.fromPartition('persist:page')
}

/**
 * Takes the network away from the page; to be awaited before the page is loaded. TCP goes to a proxy that is not there, also
 * that of WebRTC. Names are resolved for nobody: Chromium can shut its resolver for the whole program only, and nothing else
 * here asks it. Whoever wants a proxy of the system from another session opens it for as long as the answer takes (see
 * `docs/decisions/0012-what-the-page-can-reach.md`). UDP is the business of each web contents' WebRTC policy.
 */
export async function takeNetworkAway(page: Session): Promise<void> {
  resolveNames(shut)
  // Without the exception, loopback would be reached directly.
  await page.setProxy({ mode: 'fixed_servers', proxyRules: deadProxy, proxyBypassRules: '<-loopback>' })
}

type Names = Parameters<typeof app.configureHostResolver>[0]

const shut: Names = { enableBuiltInResolver: true, secureDnsMode: 'secure', secureDnsServers: [] }
const open: Names = { enableBuiltInResolver: true, secureDnsMode: 'off' }

const resolveNames = (names: Names): void => app.configureHostResolver(names)

let questions = 0

/** Lets names be resolved until the returned function is called, for whoever has to find the system's proxy. */
export function openNames(): () => void {
  questions += 1
  if (questions === 1) resolveNames(open)
  let isOpen = true
  return () => {
    if (!isOpen) return
    isOpen = false
    questions -= 1
    if (questions === 0) resolveNames(shut)
  }
}
