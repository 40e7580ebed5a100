import { terms } from './terms.ts'

/** SSH through Culvert: the page of the settings, and main's question. */
export const ssh = {
  titles: {
    off: 'Use ssh through Culvert',
    on: 'ssh goes through Culvert',
    moved: 'The line was moved',
    changed: 'The file was changed by hand',
    unreadable: 'Your ssh config cannot be read',
  },
  texts: {
    off: 'Culvert adds one line to your ssh config. Nothing else in the file changes, and turning it off takes the line out again.',
    on: 'New hosts are added to the file by themselves.',
    moved: 'It stands where ssh may not read it for every host. Culvert can put it back at the top, or take it out.',
    changed: 'Culvert has left it as it is, so new hosts are not in it. Keep your changes, or have it written anew.',
    unreadable: 'The system does not let Culvert read it. Change its permissions, then look again.',
  },
  tryIt: 'Try it: ',
  add: 'Add the line',
  putBack: 'Put it at the top',
  takeOut: 'Take the line out',
  writeAnew: 'Write it anew',
  openFolder: terms.openFolder,
  lookAgain: terms.tryAgain,
  backup: 'A copy is kept as',
  config: {
    off: '1 line added at the top',
    missing: terms.newFile,
    on: 'The line is in it',
    moved: (line: number) => `The line is at ${line}`,
  },
  own: (hosts: number) => `Written by Culvert, ${hosts === 1 ? '1 host' : `${hosts} hosts`}`,
  ownFound: 'As it is now',
  ownWanted: 'As Culvert would write it',
  pushKey: 'Put a public key on the instance first',
  pushKeyHelp:
    'For a minute, before each connection: EC2 Instance Connect. For EC2 instances by name or id it is a key that Culvert makes for this alone.',
  worksNow: 'What works now',
  worksAfter: 'What works after',
  inAnyTerminal: 'In any terminal',
  editors: 'VS Code Remote',
  readTheSame: 'Read the same file',
  hostKeys: 'Host keys are checked',
  hostKeysHelp: 'As for every other host',
  noServer: 'Windows targets and ECS containers',
  noServerHelp: 'No SSH server there',
  programs: 'Programs with ssh through Culvert',
  programsHelp: 'Culvert asks once for each.',
  noPrograms: 'None has asked yet.',
  unknownProgram: 'Programs that this system does not tell',
  forget: 'Forget',
  ask: {
    title: (program: string | null) =>
      program === null ? 'Let a program use ssh through Culvert?' : `Let ${program} use ssh through Culvert?`,
    detail:
      'It can then reach the SSH servers of your targets with your sign-ins, and is not asked about again. You can forget it in the settings, under SSH.',
    allow: 'Allow',
    refuse: 'Refuse',
  },
  askProduction: {
    title: (account: string) => `Let ssh reach ${account} today? It is production.`,
    detail:
      'Commands run at once, on servers that serve customers. Culvert asks once a day for each account, here or in its window.',
    allow: 'Allow today',
  },
}
