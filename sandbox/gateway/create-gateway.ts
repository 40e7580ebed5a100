import { startChannelServer } from './channel-server.ts'
import type { AgentBehaviour, Gateway, GatewayOptions } from './gateway.ts'
import { SessionDirectory, type OpenSession } from './session-directory.ts'
import { createStreamUrl } from './stream-url.ts'

const CLOSE_DEADLINE_MS = 3000

interface Grant {
  readonly tokenValue: string
  readonly streamUrl: string
}

/** Starts the message gateway on 127.0.0.1; it listens when the promise resolves, which rejects when the port is taken. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const sessions = new SessionDirectory(options)
  const server = await startChannelServer(options, sessions)
  const url = `ws://127.0.0.1:${server.port}`
  const grant = ({ session, cellNumber }: OpenSession): Grant => ({
    tokenValue: session.issueToken(),
    streamUrl: createStreamUrl(url, session.id, cellNumber),
  })
  const resumes: Readonly<Record<AgentBehaviour['resume'], (opened: OpenSession) => Grant | null>> = {
    'same-address': grant,
    'new-address': (opened) => grant(sessions.move(opened)),
    'without-address': (opened) => ({ ...grant(opened), streamUrl: '' }),
    'without-token': () => null,
  }
  return {
    url,
    open: (request) => grant(sessions.open(request)),
    resume: (sessionId) => {
      const opened = sessions.find(sessionId)
      return opened === undefined ? null : resumes[opened.session.behaviour.resume](opened)
    },
    terminate: (sessionId, output) => {
      const opened = sessions.find(sessionId)
      opened?.session.end('Terminated', output ?? '')
      return opened !== undefined
    },
    drop: (sessionId, closeCode) => sessions.find(sessionId)?.session.drop(closeCode) ?? false,
    publication: (sessionId, change) => {
      const opened = sessions.find(sessionId)
      opened?.session.setPublication(change)
      return opened !== undefined
    },
    sendMalformed: (sessionId, message) => sessions.find(sessionId)?.session.sendMalformed(message) ?? false,
    activeSessions: () => sessions.ids,
    onEnded: (listener) => sessions.onEnded(listener),
    // Clients must hear that their sessions are over before their connections are cut: AWS's plugin hangs otherwise.
    close: () => withDeadline(sessions.abandonAll().then(server.close), CLOSE_DEADLINE_MS),
  }
}

async function withDeadline(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, deadline])
  clearTimeout(timer)
}
