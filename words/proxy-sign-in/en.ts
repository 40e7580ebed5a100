import type { ProxyRefusal } from '#contract/proxy-sign-in.ts'

/** The question for a name and password at a proxy. */
export const proxySignInEn = {
  title: 'Sign in at the proxy',
  /** Before and behind the proxy's address, which stands in the middle. */
  asks: 'The proxy',
  asksEnd: 'on the way to AWS asks who you are.',
  /** Between two sentences. */
  gap: ' ',
  plain: 'What you type reaches it unencrypted.',
  user: 'Name',
  password: 'Password',
  keep: 'Keep in the keychain',
  checking: 'The proxy is looking at it',
  once: 'Tried once, and given to this proxy only.',
  continue: 'Sign in',
  refused: {
    'not-accepted': 'Not accepted. Too many wrong ones may lock your account.',
    kept: 'The proxy no longer takes the password that was kept.',
    ended: 'The proxy no longer takes the password.',
    'same-again': 'This was refused already, and was not sent again.',
    'no-answer': 'The proxy did not answer. Try again.',
  } satisfies Readonly<Record<ProxyRefusal, string>>,
}

export type ProxySignInWords = typeof proxySignInEn
