import { count } from '../en/count.ts'
import { terms } from '../en/terms.ts'

/** Words of the parts of Activity that are its own: their names, and the sessions that are open at AWS. */
export const activityEn = {
  title: 'Activity',
  parts: { label: 'What is shown', recordings: terms.recordings, 'at-aws': 'Open at AWS' },
  atAws: {
    list: 'Sessions that are open at AWS',
    askAgain: 'Ask again',
    asking: 'Asking AWS…',
    asked: (accounts: number, ago: string) => `Asked AWS in ${count(accounts, 'account', 'accounts')}, ${ago} ago`,
    notUsed: 'Not in use here',
    notUsedNote: 'Open under your name',
    used: 'In use here',
    usedNote: 'End these from the tunnel or the tab',
    none: 'Nothing is open under your name',
    noneText: 'Sessions that you have started, here or on another computer, would be listed here.',
    noPlaces: 'Nowhere to ask yet',
    noPlacesText: 'AWS is asked in the accounts of your tunnels and targets.',
    kinds: { forward: 'Port forward', shell: 'Shell', ssh: 'SSH', other: 'Session' },
    uses: { tunnel: 'Tunnel', shell: 'Shell', files: 'Files', ssh: 'SSH' },
    states: { 'left-over': 'Left by a crash here', elsewhere: 'Not started here' },
    connections: (open: number) => count(open, 'connection', 'connections'),
    openInTab: 'Open in a tab',
    inUse: terms.inUse,
    since: (time: string) => `since ${time}`,
    sinceDay: (day: string, time: string) => `since ${day} ${time}`,
    yesterday: 'yesterday',
    choose: (name: string) => `Choose ${name}`,
    show: terms.show,
    terminate: 'Terminate…',
    selected: (sessions: number) => `${sessions} selected`,
    selectedNote: 'nothing here uses them',
    clear: terms.clear,
    terminateMany: (sessions: number) => `Terminate ${sessions}…`,
    notAsked: (action: string) => `Not asked: ${action} is not allowed here.`,
    notAskedFor: (headline: string) => `Not asked: ${headline}`,
    signIn: terms.signIn,
    copyPolicy: 'Copy the permission',
    question: {
      title: (sessions: number) =>
        sessions === 1 ? 'Terminate the session at AWS?' : `Terminate ${sessions} sessions at AWS?`,
      text: 'Anything still using them is cut off, on any computer. This cannot be undone.',
      keep: 'Cancel',
      action: (sessions: number) => `Terminate ${sessions}`,
    },
    ended: (sessions: number) => (sessions === 1 ? 'The session was ended' : `${sessions} sessions were ended`),
  },
}

export type ActivityWords = typeof activityEn
