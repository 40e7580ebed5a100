import type { ProblemDetails } from '#contract/problem.ts'
import type { AllProblemWords } from '../problem-words.ts'
import { refusalProblem } from './refusals.ts'
import { contentsOf } from './saved-files.ts'
import { terms } from './terms.ts'
import { fileNotWritten, theReason, whyNotWritten } from './write-reasons.ts'

function corrupt({ file, keptAs, names, reason }: ProblemDetails['CATALOG_CORRUPT']): string {
  const kept =
    keptAs === undefined
      ? `The file was left as it is (${reason}), and nothing is saved over it`
      : `The damaged file was kept as ${keptAs}`
  if (file === 'settings.json') return `${kept}, and Culvert uses its defaults.`
  if (file !== 'tunnels.json') return `${kept}, and Culvert started without them.`
  return names === undefined
    ? `${kept}, and Culvert started with an empty list.`
    : `${kept}. Missing here: ${names.join(', ')}.`
}

function notWrittenCost(file: string): string {
  if (file === 'settings.json') return 'The setting stays as it was.'
  return file === 'tunnels.json'
    ? 'Until then no tunnel is added or changed, and which ports are open is forgotten when Culvert quits.'
    : `Until then what is new of the ${contentsOf(file)} is forgotten when Culvert quits.`
}

/** Words for what concerns the app's own house: its files, its input. */
export const appProblems = {
  CATALOG_CORRUPT: {
    short: 'Saved tunnels damaged',
    headline: (d) =>
      d.names === undefined
        ? `The ${contentsOf(d.file)} could not be read`
        : `Some ${contentsOf(d.file)} could not be read`,
    sentence: corrupt,
  },
  CATALOG_NEWER: {
    short: 'Saved by a newer version',
    headline: (d) => `The ${contentsOf(d.file)} come from a newer Culvert`,
    sentence: (d) =>
      `They are in format ${d.version}, and this Culvert writes ${d.known}. They were left untouched. Update Culvert to use them.`,
  },
  CATALOG_NOT_WRITTEN: {
    short: 'Not saved',
    headline: () => 'The change could not be saved',
    sentence: (d) => {
      return `${d.file} could not be written: ${whyNotWritten(d.reason)}. ${notWrittenCost(d.file)}`
    },
  },
  TOKEN_NOT_WRITTEN: {
    short: 'Sign-in not saved',
    headline: (d) => `The sign-in to ${d.session} is not saved`,
    sentence: (d) => {
      const cost = 'You stay signed in until Culvert quits'
      if (d.file === undefined) return `${cost}. The keychain did not take it: ${whyNotWritten(d.reason)}.`
      return `${cost}; other AWS tools are not. ${d.file} could not be written: ${whyNotWritten(d.reason)}. Then sign in again.`
    },
  },
  TOKEN_NOT_REMOVED: {
    short: 'Sign-in not removed',
    headline: (d) => `The sign-in to ${d.session} is still on this computer`,
    sentence: (d) => {
      const cost = 'Culvert uses it no more and has told AWS to end it'
      if (d.file === undefined) return `${cost}. The keychain did not give it up: ${d.reason}.`
      return `${cost}. ${d.file} could not be deleted: ${whyNotWritten(d.reason)}. Then delete it.`
    },
  },
  LOGIN_ITEM_NOT_CHANGED: {
    short: 'Start at login not changed',
    headline: () => 'Start at login was not changed',
    sentence: ({ file, reason }) =>
      file === undefined
        ? 'The system does not take it from this copy of Culvert. Install it, or add it in the system’s own settings.'
        : `${file} could not be changed: ${whyNotWritten(reason)}.`,
  },
  SSH_CONFIG_NOT_WRITTEN: {
    short: 'ssh config not changed',
    headline: () => 'The ssh config was not changed',
    sentence: ({ file, reason }) =>
      reason === 'edit-unsafe'
        ? `${file} is not plain text as ssh reads it, so it was left as it is. Save it as UTF-8 without a byte order mark.`
        : fileNotWritten(file, reason),
  },
  AWS_CONFIG_NOT_WRITTEN: {
    short: 'AWS config not changed',
    headline: () => terms.configNotChanged,
    sentence: ({ file, reason }) =>
      reason === 'edit-unsafe'
        ? `${file} cannot be changed without changing what it means to other tools, so it was left as it is. Add the profile by hand.`
        : fileNotWritten(file, reason),
  },
  RECORDING_NOT_WRITTEN: {
    short: 'Not recorded',
    headline: (d) =>
      d.when === 'start'
        ? 'The shell cannot be recorded'
        : 'The shell was ended, for it could not be recorded any more',
    sentence: (d) => {
      const cost =
        d.when === 'start' ? 'Here a shell is recorded, or does not open.' : 'What was shown until then is kept.'
      return `The recording could not be written: ${whyNotWritten(d.reason)}. ${cost}`
    },
  },
  RECORDING_UNREADABLE: {
    short: 'Unreadable',
    headline: (d) => (d.reason === 'gone' ? 'The recording is gone' : 'The recording could not be read'),
    sentence: (d) =>
      ({
        gone: 'It was deleted in the meantime.',
        newer: 'It comes from a newer Culvert, and was left untouched. Update Culvert to play it.',
        'not-ours': 'The file is damaged, or was not made by Culvert. It was left untouched.',
        system: `The system did not give it out${d.said === undefined ? '' : `: ${d.said}`}.`,
      })[d.reason],
  },
  RECORDING_NOT_CHANGED: {
    short: 'Not done',
    headline: (d) => (d.task === 'delete' ? 'The recording was not deleted' : 'The recording was not exported'),
    sentence: (d) => (d.reason === 'live' ? 'It is being written. Close its shell first.' : theReason(d.reason)),
  },
  ACTIVITY_NOT_WRITTEN: {
    short: 'History not written',
    headline: (d) => (d.task === 'keep' ? 'What happens now is not kept' : 'The history was not exported'),
    sentence: (d) => theReason(d.reason),
  },
  CONNECTIONS_OPEN: {
    short: 'Connections open',
    headline: (d) => (d.connections === 1 ? 'A connection is open' : `${d.connections} connections are open`),
    sentence: () => 'They would end at once, so nothing was done.',
  },
  CLIENT_REFUSED: refusalProblem,
  SHELL_UNKNOWN: {
    short: 'Unknown shell',
    headline: () => 'This shell does not exist any more',
    sentence: () => 'It was closed in the meantime.',
  },
  SHELL_NOT_OPEN: {
    short: 'Not open yet',
    headline: () => 'This shell is not open yet',
    sentence: () => 'There is nothing to show before its session has started.',
  },
  SHELLS_TOO_MANY: {
    short: 'Too many shells',
    headline: () => 'No more shells can be opened',
    sentence: ({ most }) => `${most} are open already. Close one first.`,
  },
  FILES_UNKNOWN: {
    short: 'Unknown',
    headline: () => 'These files are not open any more',
    sentence: () => 'They were closed in the meantime.',
  },
  FILES_NOT_OPEN: {
    short: 'Not open',
    headline: () => 'The session with the target is not open',
    sentence: () => 'Open it again, then the files are there.',
  },
  FILES_TOO_MANY: {
    short: 'Too many',
    headline: (d) => (d.what === 'sessions' ? 'Files of no more targets can be opened' : 'No more transfers can wait'),
    sentence: (d) =>
      d.what === 'sessions'
        ? `${d.most} targets are open already. Close one first.`
        : `The most is ${d.most} at a time. Put them into one folder, or clear those that are over.`,
  },
  TRANSFER_NOT_LOGGED: {
    short: 'Not written down',
    headline: () => 'Transfers cannot be written down',
    sentence: ({ reason }) =>
      `Here files are sent and fetched only when that is written down beside the recordings (${reason}). See to the folder, then try again.`,
  },
  FILES_SHELL_UNUSABLE: {
    short: 'No files here',
    headline: () => 'The shell of this target cannot carry files',
    sentence: (d) =>
      d.missing === undefined
        ? 'It answered like no POSIX shell. An SSH server on the target would do instead.'
        : `The program ${d.missing} is missing there. Install it, or run an SSH server on the target.`,
  },
  SSH_HOST_KEY_CHANGED: {
    short: 'Host key changed',
    headline: (d) =>
      d.known === ''
        ? `The SSH host key of ${d.targetId} cannot be compared`
        : `${d.targetId} shows another SSH host key than the last time`,
    sentence: (d) =>
      d.known === ''
        ? `The known key cannot be read from known-hosts.json; it is ${d.found} now. Nothing was sent. If that is the right key, forget the old one.`
        : `It was ${d.known} and is ${d.found}. Nothing was sent. If the target was set up anew, forget the old key.`,
  },
  FILE_FORBIDDEN: {
    short: 'Not allowed',
    headline: (d) => `${d.name} may not be opened`,
    sentence: (d) =>
      d.side === 'here' ? 'This computer does not allow it.' : 'The user at the target may not do that.',
  },
  FILE_GONE: {
    short: 'Gone',
    headline: (d) => `${d.name} is not there`,
    sentence: (d) => `It was moved or deleted on ${d.side === 'here' ? 'this computer' : 'the target'}.`,
  },
  FILE_CHANGED: {
    short: 'Changed',
    headline: (d) => `${d.name} changed while it was copied`,
    sentence: () => 'The copy would be of no one moment, so it was not kept. Try again when nothing writes to it.',
  },
  DISK_FULL: {
    short: 'Disk full',
    headline: (d) => (d.side === 'here' ? 'The disk of this computer is full' : 'The disk of the target is full'),
    sentence: (d) => `There is no room for ${d.name}. Make some and try again.`,
  },
  FILE_FAILED: {
    short: 'Not copied',
    headline: (d) => `${d.name} could not be copied`,
    sentence: (d) => `The answer ${d.side === 'here' ? 'here' : 'from the target'} was: ${d.reason}.`,
  },
  COMMANDS_TOO_MANY: {
    short: 'Too many commands',
    headline: () => 'No more commands can be saved',
    sentence: ({ most }) => `There are ${most} already. Remove one first.`,
  },
  PRODUCTION_NOT_AGREED: {
    short: 'Not agreed to',
    headline: ({ account }) => `${account} is production, so nothing was opened`,
    sentence: () => 'Culvert asks first, once a day for each account.',
  },
  TUNNEL_UNKNOWN: {
    short: 'Unknown tunnel',
    headline: () => 'This tunnel does not exist any more',
    sentence: () => 'It was removed in the meantime.',
  },
  INPUT_INVALID: {
    short: 'Not valid',
    headline: () => 'Something filled in is not valid',
    sentence: (d) => `Check the marked fields${d.path === undefined || d.path === '' ? '' : ` (${d.path})`}.`,
  },
  INTERNAL: {
    short: 'Internal error',
    headline: () => 'Something went wrong inside Culvert',
    sentence: () => 'This is a bug. The log has the details.',
  },
} as const satisfies Partial<AllProblemWords>
