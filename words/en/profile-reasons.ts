import type { ProblemFacts } from '../problem-facts.ts'

/** What is wrong with a profile, by the reason that comes with PROFILE_INVALID. */
const reasons: Readonly<Record<string, string>> = {
  missing: 'there is no such profile',
  'section-not-closed': 'the section name has no closing bracket',
  'section-without-name': 'the section has no name',
  'section-twice': 'the section is there twice',
  'setting-before-section': 'a setting stands before the first section',
  'no-equals-sign': 'the line has no equals sign',
  'key-missing': 'a setting is missing',
  'value-invalid': 'the value is not valid',
  'session-missing': 'the sso-session it names is not there',
  'contradicts-session': 'it says something else than its sso-session',
  'source-missing': 'its source profile is not there',
  'source-cycle': 'its source profiles go round in a circle',
  'no-credentials': 'it names no way to get credentials',
  'mfa-not-supported': 'it needs a code from a device, which Culvert does not ask for yet',
  'not-written': 'the file could not be written',
}

/** `Line 12 of /home/mika/.aws/config: the line has no equals sign.` */
export function profileSentence({ file, line, reason }: ProblemFacts): string {
  const why = reason === undefined ? undefined : reasons[reason]
  if (file === undefined || line === undefined) {
    return `${why === undefined ? 'one of its settings is wrong' : why}. Choose another account and role.`.replace(
      /^./,
      (first) => first.toUpperCase(),
    )
  }
  return `Line ${line} of ${file}: ${why ?? 'it cannot be used as it is written'}.`
}
