import type { FoundIn } from '#contract/network.ts'
import type { HostTrouble, HostUse } from '#contract/network-check.ts'
import type { CertificateFault } from '#contract/proxy-problems.ts'
import type { CallOccasion } from '#domain/aws-calls/aws-calls.ts'
import type { NetworkVerdict, NetworkWish } from '#domain/network-check/verdict.ts'
import { formatSeconds } from '../format.ts'
import { schemeName } from '../proxy-schemes.ts'
import { count } from '../en/count.ts'

interface Round {
  readonly answer: number
  readonly all: number
}

interface Said {
  readonly title: string
  readonly text: string
}

/** Basic is what is spoken; the proxy tells what it takes. */
function signInAtProxy(schemes: readonly string[]): Said {
  return schemes.length > 0 && !schemes.includes('basic')
    ? {
        title: 'The proxy asks for a sign-in that Culvert does not speak',
        text: `It takes ${schemes.map(schemeName).join(' and ')}. Culvert speaks Basic: ask for an exception for the hosts below, or run a local proxy that signs in for you, such as cntlm or px, and name it in HTTPS_PROXY.`,
      }
    : {
        title: 'The proxy asks for a name and a password',
        text: 'Sign in here. If HTTPS_PROXY has a name and a password, the proxy does not take those: correct them there, or take them out.',
      }
}

/** What is wrong with all hosts at once, and what to do about it. */
function common(trouble: HostTrouble): Said {
  switch (trouble.is) {
    case 'no-name':
    case 'refused':
    case 'silent':
      return {
        title: 'AWS cannot be reached',
        text: 'No host answers. The network, a VPN or a firewall is in the way.',
      }
    case 'closed':
      return {
        title: 'Connections to AWS are cut',
        text: 'Every host was reached and closed the connection without an answer.',
      }
    case 'untrusted':
      return {
        title: 'Your company’s certificate is not trusted here',
        text: 'Add its authority to this computer, or choose its file below, and check again.',
      }
    case 'blocked':
      return {
        title: 'Your network answers in place of AWS',
        text: `A page of your network came instead, with HTTP ${trouble.status}.`,
      }
    case 'proxy-refused':
      return { title: 'The proxy lets nothing through to AWS', text: 'It has to allow the hosts below.' }
    case 'proxy-sign-in':
      return signInAtProxy(trouble.schemes)
    case 'proxy-unusable':
      return {
        title: 'The proxy of this computer cannot be used',
        text: 'Its address is not one, or names a protocol that Culvert does not speak.',
      }
    case 'script-silent':
      return {
        title: 'The proxy script of this computer gives no answer',
        text: 'The PAC file in the system settings did not return within 3 s.',
      }
  }
}

const failures = (hosts: number): string => (hosts === 1 ? '1 host does not answer' : `${hosts} hosts do not answer`)

/** Words of the network page. */
export const networkEn = {
  checking: { title: 'Trying the hosts of AWS', text: 'Each one is judged within 5 s.' },
  untold: { title: 'Not checked', text: 'The check broke off.' },
  again: 'Check again',
  signIn: 'Sign in…',
  verdict: (verdict: NetworkVerdict, { answer, all }: Round): { readonly title: string; readonly text: string } => {
    switch (verdict.is) {
      case 'well':
        return {
          title: 'Every host of AWS answers',
          text:
            verdict.inspected === 0
              ? `${all} of ${all} hosts answer with certificates of AWS.`
              : `${all} of ${all} hosts answer. Your company looks into ${verdict.inspected === all ? 'all of them' : `${verdict.inspected} of them`}, with a certificate that this computer trusts.`,
        }
      case 'nothing-answers':
        return common(verdict.trouble)
      case 'session-inspected':
        return {
          title: 'Your network inspects the session connection',
          text: `${answer} of ${all} hosts answer. The other one shows a certificate that your company made, then drops the WebSocket.`,
        }
      case 'session-stopped':
        return {
          title: 'Your network stops the session connection',
          text: `${answer} of ${all} hosts answer. The one that carries session data, a WebSocket, does not.`,
        }
      case 'some-fail':
        return {
          title: failures(verdict.failed.length),
          text: `${answer} of ${all} hosts answer. Without the others some things will not work.`,
        }
    }
  },
  proxy: 'Proxy',
  noProxy: 'None',
  someProxies: (proxies: number) => count(proxies, 'proxy', 'proxies'),
  foundIn: 'Found in',
  places: (found: FoundIn): string => {
    switch (found.by) {
      case 'variable':
        return found.variable
      case 'exception':
        return 'NO_PROXY'
      case 'near':
        return 'This computer'
      case 'system':
        return 'System settings'
      case 'unsaid':
        return 'No setting names one'
    }
  },
  certificates: 'Certificates',
  roots: (own: number) => (own === 0 ? 'System' : `System, and ${count(own, 'company root', 'company roots')}`),
  hosts: 'Hosts tried',
  columns: { state: 'State', host: 'Host', time: 'Time', way: 'Way', issuer: 'Certificate from' },
  uses: {
    'sign-in': 'Sign-in',
    'console-sign-in': 'Sign-in to the console',
    'role-keys': 'Role keys',
    'session-manager': 'Session Manager',
    'session-data': 'Session data, WebSocket',
    instances: 'Targets, instances',
    containers: 'Targets, containers',
    'session-keys': 'Encrypted sessions',
    'ssh-keys': 'Keys for SSH',
  } satisfies Readonly<Record<HostUse, string>>,
  between: ', ',
  ways: { proxy: 'Proxy', direct: 'Direct' },
  trouble: (trouble: HostTrouble, ms: number): string => {
    switch (trouble.is) {
      case 'no-name':
        return 'name not found'
      case 'refused':
        return 'not reached'
      case 'closed':
        return `closed after ${formatSeconds(ms)} s`
      case 'silent':
        return 'no answer'
      case 'untrusted':
        return 'not trusted'
      case 'blocked':
        return `blocked, HTTP ${trouble.status}`
      case 'proxy-refused':
        return trouble.status === null ? 'refuses' : `refuses, HTTP ${trouble.status}`
      case 'proxy-sign-in':
        return 'needs sign-in'
      case 'proxy-unusable':
        return 'proxy not usable'
      case 'script-silent':
        return 'script silent'
    }
  },
  company: 'Made by your company',
  noTls: 'No TLS',
  calls: 'What is called, and when',
  callsText: 'By the names that policies and CloudTrail have. The user agent of each call says culvert.',
  occasions: {
    'sign-in': 'Signing in',
    accounts: 'Showing accounts and roles',
    credentials: 'Getting a role’s keys',
    targets: 'Showing targets',
    connect: 'Connecting a tunnel',
    access: 'Requesting access to a node',
    resume: 'The network coming back',
    shell: 'Opening a shell or files',
    containers: 'Reaching a container',
    end: 'Ending a session',
    'open-at-aws': 'Showing what is open at AWS',
    'start-instance': 'Starting a stopped instance',
    'ssh-key': 'Using ssh with a key for a minute',
    'sign-out': 'Signing out',
  } satisfies Readonly<Record<CallOccasion, string>>,
  file: {
    title: 'Certificate file',
    none: 'Trusted besides what this computer trusts: a PEM file of your company’s authority.',
    holds: (certificates: number, day: string) =>
      `${certificates === 1 ? '1 certificate,' : `${certificates} certificates, the first of them`} valid until ${day}. Trusted besides what this computer trusts.`,
    faults: {
      unreadable: 'Cannot be read. Put it back, or choose another file.',
      binary: 'Not text. Export the certificate as PEM (Base64), and choose that file.',
      'no-certificate': 'No certificate in it. Choose the PEM file of your company’s authority.',
      expired: 'All certificates in it have expired. Ask your network team for the new one.',
    } satisfies Readonly<Record<CertificateFault, string>>,
    /** Of a file that was just chosen, before what is wrong with it. */
    refused: (path: string) => `Not taken: ${path}.`,
    between: ' ',
    choose: 'Choose…',
    forget: 'Remove',
    dialog: { title: 'Choose a PEM file of certificates', button: 'Trust' },
  },
  team: 'For your network team',
  copy: 'Copy',
  copied: 'The text for your network team was copied',
  /** What the network team is asked for, in one or two sentences. */
  wish: ({ proxy, hosts, webSockets, exempt, others, asks }: NetworkWish): string => {
    const proxyName = proxy?.replace(/:\d+$/, '') ?? 'the proxy'
    const from = proxy === null ? '' : ` from ${proxyName}`
    const plain = hosts.filter((host) => !webSockets.includes(host))
    const listed = (names: readonly string[]): string => names.join(', ')
    if (asks === 'exception') return `Let ${listed(hosts)} through ${proxyName} without a sign-in at the proxy.`
    const parts = [
      plain.length === 0 ? '' : `allow HTTPS connections${from} to ${listed(plain)}`,
      webSockets.length === 0 ? '' : `allow WebSocket connections${from} to ${listed(webSockets)}`,
      exempt.length === 0
        ? ''
        : exempt.join() === hosts.join()
          ? `exempt ${exempt.length === 1 ? 'that host' : 'these hosts'} from TLS inspection`
          : `exempt ${listed(exempt)} from TLS inspection`,
    ].filter((part) => part !== '')
    const rest = others === 'work' ? ' The other AWS hosts already work.' : ''
    const said = parts.join(' and ')
    return `${said.slice(0, 1).toUpperCase()}${said.slice(1)}.${rest}`
  },
}

export type NetworkWords = typeof networkEn
