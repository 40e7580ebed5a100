import { problem } from '#contract/problem.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import { withoutSession, withSession } from '#core/store/aws-config/edit-session.ts'
import { interpretConfig } from '#core/store/aws-config/interpret.ts'
import { parseIni } from '#core/store/aws-config/parse-ini.ts'
import { type FuzzTarget, promise, promiseSame } from '../engine/target.ts'
import type { Random } from '../engine/random.ts'
import { hostileText, unpolluted } from './hostile.ts'

const files = [
  `[default]
region = eu-west-1
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Developer ; a comment
`,
  `# keys
[profile a]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = b
[profile b]
role_arn = arn:aws:iam::123456789012:role/y
source_profile = a
s3 =
  max_concurrent_requests = 20
`,
  `\ufeff[profile "with space"]\r\naws_access_key_id = AKIA\r\naws_secret_access_key = x\r\n`,
  `[profile legacy]
sso_start_url = https://legacy.awsapps.com/start
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = Admin
[sso-session
[]
= value
`,
]
const words = [
  ...files.flatMap((text) => text.split(/(?<=\n)/)),
  '[',
  '[ ',
  ']',
  ' #',
  ' ;',
  '[profile a]\n',
  '[sso-session corp]\n',
]
const session: SsoSession = { name: 'corp', startUrl: 'https://new.awsapps.com/start', region: 'eu-west-2' }

function check(input: Buffer, random: Random): void {
  const text = input.toString('utf8')
  const half = random.below(text.length + 1)
  const config = interpretConfig(
    { path: 'config', ...parseIni(text.slice(0, half)) },
    { path: 'credentials', ...parseIni(text.slice(half)) },
  )
  promise(unpolluted(), 'no object but the result is changed')
  for (const found of config.problems) promise(problem.safeParse(found).success, 'every problem is one of ours')
  const lines = text.split('\n').length + 2
  promise(config.profiles.length <= lines && config.sessions.length <= lines, 'nothing is made up')
  edited(text)
}

/** The editor must find what the reader finds, and leave the rest alone. */
function edited(text: string): void {
  const before = parseIni(text)
  const change = withSession(text, session)
  promise(change.kind !== 'unsafe', 'there is always a way to write a session')
  const after = change.kind === 'changed' ? parseIni(change.text) : before
  const added = after.sections.findLast(({ name }) => name === 'sso-session corp')
  promise(added?.settings.get('sso_start_url')?.value === session.startUrl, 'a session that was written can be read')
  promiseSame(othersOf(after.sections), othersOf(before.sections), 'writing a session changes no other section')
  const without = withoutSession(text, session.name)
  if (without.kind !== 'changed') return
  promiseSame(othersOf(parseIni(without.text).sections), othersOf(before.sections), 'nor does removing one')
}

function othersOf(sections: ReturnType<typeof parseIni>['sections']): unknown {
  return sections
    .filter(({ name }) => name !== 'sso-session corp')
    .map(({ name, settings }) => [name, [...settings].map(([key, { value, nested }]) => [key, value, nested])])
}

/** `~/.aws/config` and `~/.aws/credentials`, and the edits that we make to the first. */
export const awsConfig: FuzzTarget = {
  name: 'aws-config',
  samples: files.map((text) => Buffer.from(text)),
  tokens: words,
  generate: (random) => Buffer.from(hostileText(random, words)),
  check,
}
