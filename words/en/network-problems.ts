import type { CertificateFault } from '#contract/proxy-problems.ts'
import type { AllProblemWords } from '../problem-words.ts'
import { schemeName } from '../proxy-schemes.ts'

/** What is wrong with a file of certificates, after its name, and what to do. */
const faults: Readonly<Record<CertificateFault, string>> = {
  unreadable: 'cannot be read. Put it back, or choose another file in the network settings.',
  binary: 'is not text. Export the certificate as PEM (Base64), and choose that file.',
  'no-certificate': 'has no certificate in it. Choose the PEM file of your company’s authority.',
  expired: 'has only certificates that have expired. Ask your network team for the new one.',
}

/** Words for proxies, and for whom TLS trusts. */
export const networkProblems = {
  PROXY_UNUSABLE: {
    short: 'Proxy not usable',
    headline: () => 'The proxy for AWS cannot be used',
    sentence: ({ scheme, variable }) =>
      scheme === undefined
        ? `${variable} is not an address. Write it as http://proxy.example.com:3128 and start Culvert again.`
        : `${variable} names a ${scheme} proxy. Culvert goes through http, https and socks5 proxies.`,
  },
  PROXY_SIGN_IN: {
    short: 'Proxy sign-in needed',
    headline: () => 'The proxy asks for a name and a password',
    sentence: ({ schemes }) =>
      schemes.length > 0 && !schemes.includes('basic')
        ? `It takes ${schemes.map(schemeName).join(' and ')} only, which Culvert does not speak. Ask your network team for an exception for AWS, or run a local proxy that signs in for you, such as cntlm or px.`
        : 'Sign in on the network page. If HTTPS_PROXY has a name and a password, correct them there and start Culvert again. Culvert speaks Basic; NTLM and Kerberos are not supported.',
  },
  PROXY_REFUSED: {
    short: 'Proxy refuses',
    headline: () => 'The proxy lets nothing through to AWS',
    sentence: ({ status }) =>
      `It refused the connection${status === undefined ? '' : ` with HTTP ${status}`}. The network page shows which hosts it has to allow.`,
  },
  CERTIFICATE_FILE_UNUSABLE: {
    short: 'Certificates not usable',
    headline: () => 'The file of certificates cannot be used',
    sentence: ({ path, reason }) => `${path} ${faults[reason]} Until then Culvert trusts what this computer trusts.`,
  },
} as const satisfies Partial<AllProblemWords>
