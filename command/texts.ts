import { visibleLines } from '#domain/text/visible.ts'

/**
 * What session-manager-plugin writes on its standard output, byte for byte: programs around it read these. Standard error
 * stays empty (`docs/reference/session-manager-plugin.md`).
 */

/** Starting without arguments is how `aws ecs execute-command` looks whether the program is there. */
export const installed =
  '\nThe Session Manager plugin was installed successfully. Use the AWS CLI to start a session.\n\n'

export const unknownOperation = (operation: string): string =>
  `\nUnknown operation ${operation}. \nUse session-manager-plugin --version to check the version.\n\n`

/** Without a line end. */
export const invalidOperation = 'Invalid Operation'

export const starting = (sessionId: string): string => `\nStarting session with SessionId: ${sessionId}\n`

/** Of a multiplexed session `waiting` follows, of another a line end. */
export const portOpened = (port: number, sessionId: string): string => `Port ${port} opened for sessionId ${sessionId}.`

export const socketOpened = (path: string, sessionId: string): string =>
  `Unix socket ${path} opened for sessionId ${sessionId}.`

export const waiting = '\nWaiting for connections...\n'

/** Once in a session. */
export const connectionAccepted = (sessionId: string): string => `\nConnection accepted for session [${sessionId}]\n`

/** The same in a session that does not multiplex. */
export const basicConnectionAccepted = (sessionId: string): string => `Connection accepted for session ${sessionId}.\n`

/** Once for each connection that the endpoint does not take. */
export const destinationFailed = '\nConnection to destination port failed, check SSM Agent logs.\n'

export const terminating = 'Terminate signal received, exiting.\n'

export const exiting = (sessionId: string): string => `\n\nExiting session with sessionId: ${sessionId}.\n\n`

/** Words of the service or the agent: their unseen marks are shown, and nothing in them can be read as a port of ours. */
const saidByOthers = (text: string): string =>
  visibleLines(text).replace(/opened for sessionId/g, 'opened, it says, for sessionId')

/** The service ended the session and says why. */
export const closedWith = (sessionId: string, output: string): string =>
  `\n\nSessionId: ${sessionId} : ${saidByOthers(output)}\n\n`

/** The session can not be resumed. */
export const timedOut = (sessionId: string): string => `Session: ${sessionId} timed out.\n`

export const cannotStart = (reason: string): string => `Cannot perform start session: ${saidByOthers(reason)}\n`

/** The call with three arguments comes from command lines of before encryption. */
export const noEncryption =
  'Installed version of CLI does not support Session Manager encryption feature. ' +
  'Please upgrade to the latest version of your CLI (e.g., AWS CLI).'

/** Shown for `~?` on a terminal that does not turn line ends; in our own words. */
export const escapeHelp = [
  '~?',
  'After Enter:',
  '  ~.  leave, and end the session',
  '  ~?  show this',
  '  ~~  type one ~',
  '  ~-  let every ~ through from now on',
  '',
].join('\r\n')
