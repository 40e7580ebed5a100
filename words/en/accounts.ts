import type { ProfileKind } from '#contract/sign-in.ts'
import { count } from './count.ts'
import { profileReason } from './profile-reasons.ts'
import { terms } from './terms.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

/** "12 days ago", "3 h ago": as exactly as one remembers. */
function ago(ms: number): string {
  if (ms >= dayMs) return `${count(Math.floor(ms / dayMs), 'day', 'days')} ago`
  return ms >= hourMs ? `${Math.floor(ms / hourMs)} h ago` : `${Math.max(1, Math.floor(ms / 60_000))} min ago`
}

/** What profiles without a permission set are. */
const kinds: Readonly<Record<ProfileKind, string>> = {
  static: 'Access key',
  sso: 'IAM Identity Center',
  'assume-role': 'Assumed role',
  'credential-source': 'Role of this machine',
  'web-identity': 'Web identity',
  process: 'Program',
  login: 'Console sign-in',
  none: 'No credentials',
}

/** Accounts and roles that somebody has, or has not. */
export const accounts = {
  none: {
    title: (organisation: string) => `${organisation} gives you no account yet`,
    sentence: (organisation: string) =>
      `You are signed in to ${organisation}, but no account and role is assigned to you. Ask whoever manages AWS in your company for a permission set.`,
    again: 'Look again',
    copyLetter: terms.copyRequest,
    copied: 'Copied a request for your administrator',
    letter: (startUrl: string) =>
      `Please assign me an account and a permission set in IAM Identity Center (${startUrl}). I need to reach databases through AWS Systems Manager: ssm:StartSession on the bastion, with AWS-StartPortForwardingSessionToRemoteHost.`,
  },
  /** The page that lists them. */
  page: {
    title: terms.accounts,
    menu: 'Accounts…',
    filterLabel: 'Which accounts',
    filters: { used: terms.inUse, favourites: terms.favourites },
    search: 'Name, number or role',
    addSignIn: 'Add sign-in',
    columns: {
      account: terms.account,
      roles: 'Permission sets',
      use: 'Used by',
      used: 'Last used',
    },
    count: (accounts: number) => String(accounts),
    found: (found: number, accounts: number) => `${found} of ${accounts} match`,
    merged: (profiles: number) => `merged from ${profiles}`,
    notSet: 'Not set',
    tunnels: (tunnels: number) => count(tunnels, 'tunnel', 'tunnels'),
    now: 'now',
    never: 'never',
    ago,
    lastUsed: (when: string) => `last used ${when}`,
    kinds,
    star: terms.star,
    unstar: terms.unstar,
    withoutSignIn: 'Profiles without a sign-in',
    reason: profileReason,
    line: (line: number) => `Line ${line}`,
    openFolder: terms.openFolder,
    usual: 'Use by default',
    alsoNamed: 'Also named',
    profiles: (profiles: number) => count(profiles, 'profile', 'profiles'),
    otherRegion: (region: string) => `other region: ${region}`,
    newTunnel: terms.newTunnel,
    showTargets: 'Show targets',
    nothing: {
      all: 'No account is known on this computer yet',
      used: 'No account is used yet',
      favourites: 'No account is a favourite yet',
    },
    showAll: terms.showAll,
  },
}
