import { callMutations } from './calls.ts'
import { channelMutations } from './channel.ts'
import { doorMutations } from './doors.ts'
import { farFileMutations } from './far-files.ts'
import { endedSessionMutations, historyMutations } from './ended-sessions.ts'
import { fileMutations } from './files.ts'
import { hostileAgentMutations } from './hostile-agent.ts'
import { firstWordMutations } from './first-words.ts'
import { installedMutations } from './installed.ts'
import { identityMutations } from './identities.ts'
import type { Mutation } from './mutation.ts'
import { pageMutations } from './page.ts'
import { shellMutations } from './shells.ts'
import { recordingMutations } from './recordings.ts'
import { pluginMutations } from './plugin.ts'
import { answerMutations, commandMutations, productionMutations } from './production.ts'
import { programMutations } from './programs.ts'
import { signInMutations } from './sign-in.ts'
import { sshMutations } from './ssh.ts'
import { terminalMutations } from './terminal.ts'
import { wordMutations } from './words.ts'

/** All of them, in the order of the table in `docs/security.md`. */
export const mutations: readonly Mutation[] = [
  ...pageMutations,
  ...callMutations,
  ...signInMutations,
  ...identityMutations,
  ...programMutations,
  ...hostileAgentMutations,
  ...shellMutations,
  ...productionMutations,
  ...answerMutations,
  ...commandMutations,
  ...terminalMutations,
  ...recordingMutations,
  ...doorMutations,
  ...firstWordMutations,
  ...channelMutations,
  ...pluginMutations,
  ...endedSessionMutations,
  ...historyMutations,
  ...fileMutations,
  ...farFileMutations,
  ...sshMutations,
  ...wordMutations,
  ...installedMutations,
]
