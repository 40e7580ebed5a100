import { terms } from './terms.ts'
const are = (connections: number): string => {
  if (connections === 0) return 'No connection is open any more.'
  return connections === 1 ? '1 connection is open.' : `${connections} connections are open.`
}
const end = (connections: number, alone: string): string =>
  connections === 0 ? alone : `End ${connections} and ${alone.toLowerCase()}`

/** Questions before open connections are ended. */
export const ending = {
  title: {
    disarm: (name: string, connections: number) => `Stop ${name}? ${are(connections)}`,
    disconnect: (name: string, connections: number) => `Disconnect ${name}? ${are(connections)}`,
    'another-match': (name: string, connections: number) => `Use another match for ${name}? ${are(connections)}`,
    remove: (name: string, connections: number) => `Delete ${name}? ${are(connections)}`,
    change: (name: string, connections: number) => `Change ${name}? ${are(connections)}`,
    'stop-all': (_name: string, connections: number) => `Stop all tunnels? ${are(connections)}`,
    quit: (_name: string, connections: number) => `Quit Culvert? ${are(connections)}`,
  },
  /** Of databases that undo what was not finished. */
  rolledBack: (connections: number): string =>
    connections === 1
      ? 'It ends at once. A query that is running is rolled back by the database.'
      : 'They end at once. Queries that are running are rolled back by the database.',
  cutOff: (connections: number): string =>
    connections === 1
      ? 'It ends at once, in the middle of what it does.'
      : 'They end at once, in the middle of what they do.',
  action: {
    disarm: (connections: number) => end(connections, terms.stop),
    disconnect: (connections: number) => end(connections, terms.disconnect),
    'another-match': (connections: number) => end(connections, 'Use another match'),
    remove: (connections: number) => end(connections, terms.delete),
    change: (connections: number) => end(connections, terms.save),
    'stop-all': (connections: number) => end(connections, terms.stop),
    quit: (connections: number) => end(connections, 'Quit'),
  },
  several: (tunnels: number, connections: number) =>
    `Stop ${tunnels} ${tunnels === 1 ? 'tunnel' : 'tunnels'}? ${are(connections)}`,
  quitShells: (shells: number) => `Quit Culvert? ${shells === 1 ? '1 shell is open.' : `${shells} shells are open.`}`,
  quitTransfers: (transfers: number) =>
    `Quit Culvert? ${transfers === 1 ? '1 transfer is not finished.' : `${transfers} transfers are not finished.`}`,
  quitWhenFinished: 'Quit when they finish',
  transfersEnd: (transfers: number): string =>
    transfers === 1 ? 'This transfer stops in the middle:' : 'These transfers stop in the middle:',
  /** Lines of a native dialog. */
  transfer: {
    up: (name: string, target: string) => `${name} to ${target}`,
    down: (name: string, target: string) => `${name} from ${target}`,
  },
  waitsToQuit: (left: string) => `Culvert quits once this has ended: ${left}.`,
  shells: (shells: number) => (shells === 1 ? '1 shell' : `${shells} shells`),
  transfers: (transfers: number) => (transfers === 1 ? '1 transfer' : `${transfers} transfers`),
  keepRunning: 'Keep running',
  shellsEnd: (shells: number): string =>
    shells === 1 ? 'What runs in this shell is ended:' : 'What runs in these shells is ended:',
  /** One line of a native dialog. */
  shell: (name: string, target: string | null) => (target === null || target === name ? name : `${name} (${target})`),
  keep: 'Keep open',
  pid: terms.pid,
  unknownProgram: 'Another program',
  sending: 'Sending now',
  idle: (span: string) => `Idle ${span}`,
  carried: (bytes: string, rate: string) => `${bytes} so far, ${rate}`,
  withoutConnections: (names: string) => `Without connections: ${names}`,
  /** One line of a native dialog. */
  line: (tunnel: string, programs: string, connections: string) =>
    programs === '' ? `${tunnel}: ${connections}` : `${tunnel}: ${programs}, ${connections}`,
}
