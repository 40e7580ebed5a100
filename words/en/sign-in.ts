import { count } from './count.ts'
import { terms } from './terms.ts'

export const signIn = {
  title: 'Sign in to AWS',
  lead: 'With IAM Identity Center. Culvert uses your own permission sets and keeps no long-lived keys.',
  titleFor: (name: string) => `Sign in to ${name}`,
  leadFor: 'Your browser opens the access portal. Afterwards Culvert lists the accounts and roles you have there.',
  asking: (host: string) => `Asking ${host}`,
  startUrl: 'Start URL',
  startUrlHelp:
    'The address of your company’s AWS access portal. It is in the invitation mail, or in the browser when you open AWS.',
  startUrlRead: (startUrl: string) => `Read as ${startUrl}`,
  startUrlBad: 'An address like https://company.awsapps.com/start. That of the AWS console is another one.',
  region: 'Identity Center region',
  regionHelp: 'Where your company set up Identity Center. Databases may be elsewhere.',
  regionNamed: 'The address names it.',
  regionBad: 'A region’s code, like eu-central-1.',
  continue: 'Continue in browser',
  continueWithCode: 'Get a code',
  found: {
    title: 'Your AWS settings were found',
    lead: (file: string, profiles: number) =>
      `${file} has ${count(profiles, 'profile', 'profiles')}. Culvert reads it and writes only what you add.`,
    label: 'What to use',
    organisation: (profiles: number, accounts: number) =>
      profiles === 0
        ? 'IAM Identity Center'
        : accounts < profiles
          ? `IAM Identity Center, ${count(profiles, 'profile', 'profiles')} for ${count(accounts, 'account', 'accounts')}`
          : `IAM Identity Center, ${count(profiles, 'profile', 'profiles')}`,
    signInNext: 'Sign in next',
    signInLater: 'Sign in later',
    signedIn: terms.signedIn,
    notUsed: 'Not used',
    keys: 'Long-lived keys in a file, better not used here',
    others: 'Credentials from a program, a role or the console',
    profiles: (profiles: number) => count(profiles, 'profile', 'profiles'),
    faulty: 'The file has faults',
    moreFaults: (faults: number) => `And ${faults} more; all are in the list of accounts.`,
    use: (profiles: number) => (profiles === 0 ? terms.continue : `Use ${count(profiles, 'profile', 'profiles')}`),
    useAndSignIn: (profiles: number) =>
      profiles === 0 ? terms.signIn : `Use ${count(profiles, 'profile', 'profiles')} and sign in`,
    without: 'Continue without',
    hint: 'Changed later by another tool? Culvert notices and shows what is new.',
    elsewhere: 'Sign in at another address',
  },
  confirmTitle: terms.confirmInBrowser,
  confirmLead: 'A page opened in your browser. Choose Allow access there; this window goes on by itself.',
  /** With the console's own sign-in (`aws login`). */
  console: {
    lead: 'Your browser opens the AWS console. Culvert then works as this identity and renews its credentials by itself, twelve hours at the most.',
    confirmLead: (who: string) =>
      `A page of the AWS console opened in your browser. Choose the session of ${who} there; this window goes on by itself.`,
    waiting: 'Waiting for you to choose the session',
    profile: 'A profile of aws login',
  },
  codeTitle: terms.confirmInBrowser,
  codeLead: 'Check that the page shows this code, then choose Allow access.',
  registered: (host: string) => `Registered with ${host}`,
  opened: (host: string) => `Opened ${host}`,
  waiting: 'Waiting for you to allow access',
  left: (left: string) => `${left} left`,
  readAccounts: 'Read your accounts and permission sets',
  openAgain: 'Open the page again',
  elsewhere: 'Browser on another computer? Open',
  elsewhereEnd: 'and type the code.',
  noBrowser: 'Signing in on another computer, or the page does not come back?',
  retry: terms.tryAgain,
  change: 'Change the address',
  back: terms.backToList,
  codeCopied: 'Copied the code',
  /** Main's question before a page opens whose host is not AWS's. */
  otherHost: {
    title: (host: string) => `Open a page at ${host}?`,
    detail:
      'This is not an address of AWS. It comes from the start URL of a sign-in. Open it only if your company gave you this address.',
    disguised: 'The name is written in another alphabet; it is shown here as computers read it.',
    open: terms.open,
    remember: 'Do not ask again for this address',
  },
  /** What the browser shows when it has come back to this computer. */
  callback: {
    signedIn: 'Signed in. You can close this tab and go back to Culvert.',
    notCompleted: 'Sign-in was not completed. You can close this tab and go back to Culvert.',
    otherSignIn: 'This page belongs to another sign-in.',
    incomplete: 'The answer is incomplete.',
    notFound: 'Not found.',
  },
  explain: {
    client: [terms.yourClient, 'DataGrip, TablePlus, psql. It only ever sees localhost.'],
    port: ['A fixed local port', 'Saved once, never changes. Listening costs nothing.'],
    session: ['A Session Manager session', 'Opened by the first connection, closed when idle.'],
    target: ['A managed instance or ECS task', 'No inbound ports, no SSH keys.'],
    endpoint: ['Your private database', 'RDS, Aurora, ElastiCache, OpenSearch, or any host.'],
  },
  identity: {
    label: terms.account,
    sandbox: 'Sandbox',
    none: 'Not signed in',
    signedIn: terms.signedIn,
    renews: 'Renews by itself',
    signedOut: terms.signedOut,
    waiting: 'Waiting for you',
    failed: 'Sign-in failed',
    renew: 'Renew now',
    signIn: terms.signIn,
    signInWithCode: 'Sign in with a code',
    signOut: 'Sign out',
    add: 'Add another sign-in…',
    addFirst: 'Sign in…',
    remove: 'Remove',
  },
}
