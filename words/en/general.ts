import { count } from './count.ts'
import { terms } from './terms.ts'

/** "6 h 12 min", "12 min", "4 s", "under 1 s". */
const span = (hours: number, minutes: number, seconds: number): string => {
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`
  if (minutes > 0) return terms.minutes(minutes)
  return seconds > 0 ? terms.seconds(seconds) : `under ${terms.seconds(1)}`
}

export const general = {
  span,
  connections: (value: number) => count(value, 'connection', 'connections'),
  environments: { production: 'Production', staging: 'Staging', development: 'Development' },
  kinds: { postgresql: 'PostgreSQL', mysql: 'MySQL', redis: 'Redis', opensearch: 'OpenSearch', tcp: 'Other TCP' },
  listSeparator: ', ',
  /** A headline that is followed by its sentence. */
  lead: (headline: string) => `${headline}.`,
  close: 'Close',
  cancel: 'Cancel',
  copy: 'Copy',
  copyOf: (what: string) => `Copy ${what}`,
  copied: (text: string) => `Copied ${text}`,
  copiedLong: 'Copied',
  dismiss: terms.dismiss,
  retry: 'Retry',
  more: 'More',
  /** Lines of a file that is, or would be, changed. */
  diff: {
    gap: (lines: number) => `${count(lines, 'line', 'lines')} as before`,
    said: { added: 'Added:', removed: 'Removed:' },
  },
  showRegions: 'Show the regions',
  optional: 'optional',
  /** Title of the message that stands alone when the app can not start. */
  cannotStart: 'Culvert cannot start',
  pageFailed: {
    message: 'The window failed several times in a row',
    detail: 'Tunnels and shells go on without it. What happened is in the log.',
    again: 'Open it again',
    close: 'Close the window',
  },
  folderReadOnly: (folder: string) =>
    `Culvert keeps its tunnels and settings in ${folder} and may not write there. Make it a folder that your user may write to, then start Culvert again.`,
  /** An installed app that was started in a way that leaves it open; the name is a switch's, without its dashes. */
  startRefused: {
    'without-sandbox': (name: string) =>
      `It was started with --${name}, outside the sandbox that its window belongs in. An AppImage does so by itself where the system allows no user namespaces: there, install the .deb or .rpm package.`,
    'opened-up': (name: string) =>
      `It was started with --${name}, which lets other programs into it. Start it without; only a copy built from source takes that.`,
  },
  resizePanel: 'Panel width',
  nav: {
    label: 'Main',
    tunnels: terms.tunnels,
    activity: terms.activity,
    shells: terms.shells,
    settings: terms.settings,
    environments: 'Environments',
    collapse: 'Hide sidebar',
    expand: 'Show sidebar',
  },
  rates: {
    in: (rate: string) => `In ${rate}`,
    out: (rate: string) => `Out ${rate}`,
    sessions: (open: number) => (open === 0 ? 'No sessions open' : `${count(open, 'session', 'sessions')} open`),
  },
  banner: {
    offline: 'No network. Ports stay open; sessions start again when it is back.',
    ending: (left: string) => `Sign-in ends in ${left}. Open sessions stay up; new ones will not start.`,
    renew: 'Renew sign-in',
    signedOut: (name: string) => `Signed out of ${name}. Ports stay open; new sessions need a sign-in.`,
    waiting: (name: string) => `Confirm the sign-in to ${name} in your browser.`,
    show: terms.show,
  },
  engines: { auto: 'Automatic', builtin: 'Built in', plugin: 'Session Manager plugin' },
}
