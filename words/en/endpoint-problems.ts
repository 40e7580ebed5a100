import type { AllProblemWords } from '../problem-words.ts'
import { database, onPort, inSeconds } from './around.ts'
import { relayPort } from './relay-port.ts'

/** What the far end, or the agent on its behalf, answers. */
export const endpointProblems = {
  ENDPOINT_REFUSED: {
    short: 'Database refused',
    headline: (d, around) =>
      relayPort.refused(around)?.headline ?? `The database refuses connections${onPort(d.port, around)}`,
    sentence: (d, around) =>
      relayPort.refused(around)?.sentence ??
      `${database(d.host, around)} can be reached from the bastion, but nothing listens on this port.`,
  },
  ENDPOINT_TIMED_OUT: {
    short: 'Database silent',
    headline: (d, around) => `The database does not answer${onPort(d.port, around)}`,
    sentence: (d, around) =>
      `${database(d.host, around)} did not answer${inSeconds(d.afterMs)}. A security group or a network rule may be closed, or the database hangs.`,
  },
  ENDPOINT_NAME_UNKNOWN: {
    short: 'Host unknown',
    headline: () => 'The bastion cannot find this host name',
    sentence: (_details, around) =>
      `${database(undefined, around)} has no address in the bastion's network. Check the host for a typing error.`,
  },
  ENDPOINT_FORBIDDEN: {
    short: 'Host not allowed',
    headline: () => 'The agent does not forward to this host',
    sentence: ({ reason }, around) => {
      const host = around.host ?? 'This host'
      if (reason === 'reserved')
        return `${host} is one of the addresses that AWS keeps on instances and in networks. No agent forwards there: choose another host.`
      const own = `is the bastion itself, and agents from 3.3.4851 on refuse that by a host’s name. Enter localhost as the host`
      return reason === 'own'
        ? `${host} ${own}.`
        : `As the bastion resolves it, ${host} ${own}. If it should be another machine, its name leads to the wrong address there.`
    },
  },
} as const satisfies Partial<AllProblemWords>
