import { count } from '../en/count.ts'
import { access } from '../en/access.ts'
import { terms } from '../en/terms.ts'

const pad = (value: number): string => String(value).padStart(2, '0')
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** The words of the files of targets, which are loaded when they are first shown. */
export const farFilesEn = {
  title: (name: string) => `Files of ${name}`,
  path: 'Folder on the target',
  up: 'To the folder above',
  refresh: 'Read again',
  list: (path: string) => `Files in ${path}`,
  asUser: (user: string) => `as ${user}`,
  changeUser: 'Connect as another user…',
  upload: 'Upload…',
  uploadFiles: 'Files…',
  uploadFolders: 'Folders…',
  download: (chosen: number) => (chosen === 0 ? 'Download' : `Download ${chosen}`),
  columns: { name: terms.name, size: 'Size', changed: 'Changed', owner: 'Owner' },
  kinds: { file: 'File', folder: 'Folder', other: 'Special file' },
  link: 'link',
  choose: (name: string) => `Select ${name}`,
  closed: {
    unreadable: (user: string | null) => (user === null ? 'Not readable' : `Not readable by ${user}`),
    special: 'Neither file nor folder',
    name: 'Its name is no text',
  },
  /** Day and time of a change, in the year `now`; the year instead of the time where it is another one. */
  changed: (at: Date, now: Date) => {
    const day = `${pad(at.getDate())} ${months[at.getMonth()]}`
    return at.getFullYear() === now.getFullYear()
      ? `${day} ${pad(at.getHours())}:${pad(at.getMinutes())}`
      : `${day} ${at.getFullYear()}`
  },
  more: (left: number) => `${count(left, 'more name', 'more names')} in this folder: type a path to get there`,
  reading: 'Reading the folder…',
  empty: 'This folder is empty',
  drop: 'Drop files here to send them to',
  dropAfter: '',
  state: {
    opening: { ssh: 'Trying SSH', shell: 'Trying the shell' },
    steps: {
      'sign-in': terms.signingIn,
      target: 'Finding the target',
      'start-session': terms.openingSession,
      code: terms.waitingForCode,
      approval: access.needed,
      approver: access.waiting,
      'data-channel': terms.openingSession,
    },
    reconnecting: 'Reconnecting',
    reconnectingText: 'The connection dropped. What moves goes on where it was.',
    closing: 'Ending the session',
    resting: (name: string) => `The files of ${name} were open here`,
    restingText: 'Nothing is started unasked.',
    open: 'Open',
    ended: (time: string) => `The session ended at ${time}`,
    endedText: 'What was on its way is kept for 24 h and goes on with the next session.',
    refused: 'Files cannot be opened',
    again: 'Reconnect',
    forgetKey: 'Forget the old key…',
  },
  carrier: {
    ssh: (user: string) => `Files go over SSH as ${user}, at the speed shown.`,
    shell: {
      container: 'Files go over the shell of the container, at the speed shown.',
      'no-server': 'Files go over the shell, because no SSH server answered, at the speed shown.',
      'no-key': (user: string | null) =>
        `Files go over the shell, because SSH took no key${user === null ? '' : ` for ${user}`}, at the speed shown.`,
      'ssh-failed': 'Files go over the shell, because SSH failed, at the speed shown.',
    },
    /** After how they go. */
    note: (how: string) => `${how} For more than 1 GB, use S3.`,
  },
  transfers: {
    title: 'Transfers',
    underWay: (moving: number) => (moving === 0 ? '' : `${moving} under way`),
    none: 'Nothing was sent or fetched yet.',
    clear: 'Clear finished',
    up: 'Upload',
    down: 'Download',
    amount: (done: string, of: string) => `${done} of ${of}`,
    filesOf: (done: number, of: number) => `${done} of ${count(of, 'file', 'files')}`,
    rateLeft: (rate: string, left: string) => `${rate}, ${left}`,
    waitsFor: (name: string) => `Waits for ${name}`,
    waitsForSession: 'Waits for the session',
    counting: 'Counting what is there',
    asks: 'There is one of this name already',
    answer: 'Decide…',
    pausedAt: (amount: string) => `Paused at ${amount}`,
    lostAt: (amount: string) => `Stopped at ${amount}`,
    keptFor: (span: string) => `Kept for ${span}`,
    checking: 'Checking both sides',
    same: 'Same on both sides',
    leftOut: (left: number) => `${left} left out (links, devices, or what was gone, changed or unreadable)`,
    notSame: { up: 'Not the same, deleted there', down: 'Not the same, deleted here' },
    again: 'Again',
    pause: 'Pause',
    goOn: 'Go on',
    cancel: 'Cancel',
    forget: 'Take off the list',
    reveal: terms.show,
    of: (act: string, name: string) => `${act} ${name}`,
    ended: { same: (name: string) => `${name}: same on both sides`, other: (name: string) => `${name} failed` },
  },
  exists: {
    title: (name: string) => `Replace ${name}?`,
    there: (path: string) => `There is one of this name in ${path} already.`,
    here: 'There is one of this name in the folder already.',
    existing: 'There now',
    coming: 'In its place',
    replace: 'Replace',
    keepBoth: 'Keep both',
    skip: 'Skip',
    forAll: 'The same for all others',
  },
  user: {
    title: 'Connect as another user',
    label: 'User on the target',
    help: 'The session is opened again over SSH. A key of your ssh agent is tried, then one that AWS lets in for a minute.',
    connect: 'Connect',
  },
}

/** Every word of the files; English defines the shape. */
export type FarFileWords = typeof farFilesEn
