import type { ProblemDetails } from '#contract/problem.ts'
import { terms } from './terms.ts'
import { whyNotWritten } from './write-reasons.ts'

type Details = ProblemDetails['PROFILE_INVALID']

/** What is wrong with a profile or its file, by the reason that comes with PROFILE_INVALID. */
const reasons: { readonly [R in Details['reason']]: (details: Details) => string } = {
  'not-chosen': () => 'the tunnel names no role, and no profile is chosen for it',
  missing: ({ profile }) => `there is no profile${profile === undefined ? '' : ` ${profile}`}`,
  'byte-order-mark': () => 'the file begins with a byte order mark, with which the AWS CLI cannot read it',
  'not-utf8': () => 'the file is not UTF-8, and AWS tools may not be able to read it',
  'not-readable': () => 'the file cannot be read',
  'section-not-closed': () => 'the section name has no closing bracket',
  'section-without-name': () => 'the section has no name',
  'section-twice': () => 'the section is there twice, with which the AWS CLI cannot read the file',
  'key-twice': () => 'the setting is there twice, with which the AWS CLI cannot read the file',
  'setting-before-section': () => 'a setting stands before the first section',
  'no-equals-sign': () => 'the line has no equals sign',
  'nested-without-equals': () => 'an indented line below has no equals sign',
  'key-missing': ({ key }) => `${key ?? 'a setting'} is missing`,
  'value-invalid': ({ key }) => `the value ${key === undefined ? '' : `of ${key} `}is not valid`,
  'session-missing': ({ session }) => `sso-session ${session === undefined ? '' : `${session} `}does not exist`,
  'session-invalid': ({ session }) =>
    `sso-session ${session === undefined ? '' : `${session} `}is not usable as written`,
  'contradicts-session': ({ key }) => `${key ?? 'it'} says something else than its sso-session`,
  'source-missing': ({ source }) => `source profile ${source === undefined ? '' : `${source} `}does not exist`,
  'source-cycle': () => 'its source profiles go round in a circle',
  'source-twice': () => 'it names both a source_profile and a credential_source',
  'keys-unused': () =>
    'it signs in with SSO, so this access key is not used; other tools may take the key, and with it another account',
  'no-credentials': () => 'it names no way to get credentials',
  refused: ({ aws }) => `AWS does not take its settings${aws === undefined ? '' : ` (${aws.error})`}`,
  'not-written': ({ said }) => `the file could not be written${said === undefined ? '' : `: ${whyNotWritten(said)}`}`,
  'edit-unsafe': () =>
    'Culvert cannot change the file without changing what it means to others. Add the sign-in by hand',
}

/** Why alone, as a sentence; AWS's own names keep their small letters. */
export function profileReason(details: Details): string {
  return `${reasons[details.reason](details).replace(/^[a-z](?=[a-z]* )/, (first) => first.toUpperCase())}.`
}

/**
 * `Profile broken (line 42): sso-session nowhere does not exist.` A profile of another file than `config` is named with it, and
 * what is wrong with the file itself with its whole path.
 */
export function profileSentence(details: Details): string {
  const { file, line, reason, profile, session } = details
  const why = reasons[reason](details)
  if (file !== undefined && line !== undefined) {
    const name = file.split(/[\\/]/).at(-1)
    const place = name === 'config' ? `line ${line}` : `${name}, line ${line}`
    if (profile !== undefined) return `Profile ${profile} (${place}): ${why}.`
    if (session !== undefined) return `sso-session ${session} (${place}): ${why}.`
    return `Line ${line} of ${file}: ${why}.`
  }
  const sentence = why.replace(/^./, (first) => first.toUpperCase())
  if (reason === 'not-written') return `${sentence} (${file}). The sign-in you typed is forgotten when Culvert quits.`
  return file === undefined ? `${sentence}. Choose another account and role.` : `${sentence} (${file}).`
}

/** What the profile is, in a headline. */
export function profileHeadline({ profile, reason }: Details): string {
  if (reason === 'not-written' || reason === 'edit-unsafe') return terms.configNotChanged
  if (profile === undefined) return 'The AWS profile cannot be used'
  return reason === 'keys-unused'
    ? `The AWS profile ${profile} says two things`
    : `The AWS profile ${profile} cannot be used`
}
