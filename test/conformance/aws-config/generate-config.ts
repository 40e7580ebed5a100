import type { Random } from '../../fuzz/engine/random.ts'

const names = ['a', 'b', 'dev', 'my dev', 'ops#1', 'Ünïcode', 'default', '本番']
const sessionNames = ['corp', 'Two Words', 'other', 'x#1']
const starts = ['https://corp.awsapps.com/start', 'https://other.awsapps.com/start#/', 'https://d-1.awsapps.com/start']
const regions = ['eu-west-1', 'us-east-1', 'ap-northeast-1']
const values = [
  'x',
  'a # b',
  'a ; b',
  'a=b',
  'k: v',
  '"quoted"',
  '',
  '\u3000wide\u3000',
  '\u00a0',
  "it's",
  '#x',
  'é\u2028ü',
  '\x1ca',
]
const commands = ['/bin/helper --label "team #7"', "h 'a b' c\\ d", 'h "a\\"b" \\\\x', 'h ;x', 'h "unclosed', 'h a\\']

type Setting = readonly [string, string]

/** Text of a config file and of a credentials file, as people, programs and accidents write them. */
export function generatePair(random: Random): { readonly config: string; readonly credentials: string } {
  return { config: configText(random), credentials: random.chance(70) ? credentialsText(random) : '' }
}

function configText(random: Random): string {
  const style = styleOf(random)
  const sections: string[] = []
  const count = random.below(7)
  for (let at = 0; at < count; at += 1) {
    if (random.chance(30)) sections.push(section(random, style, sessionHeader(random), sessionSettings(random)))
    else if (random.chance(8)) sections.push(section(random, style, oddHeader(random), anySettings(random)))
    else sections.push(section(random, style, profileHeader(random), profileSettings(random)))
  }
  return finished(random, sections.join(random.pick(['', '\n', '\n\n', '# between\n', '   \n'])))
}

function credentialsText(random: Random): string {
  const style = styleOf(random)
  const sections: string[] = []
  const count = random.below(4)
  for (let at = 0; at < count; at += 1) {
    const header = random.chance(10) ? `profile ${random.pick(names)}` : random.pick(names)
    const settings = random.chance(75) ? keySettings(random) : profileSettings(random)
    sections.push(section(random, style, header, settings))
  }
  return finished(random, sections.join('\n'))
}

/** How one author writes. */
interface Style {
  readonly margin: string
  readonly indent: string
  readonly sign: string
}

function styleOf(random: Random): Style {
  return {
    margin: random.chance(85) ? '' : random.pick([' ', '    ', '\t', '\u3000']),
    indent: random.chance(60) ? '' : random.pick([' ', '  ', '    ', '\t', '\u00a0']),
    sign: random.pick([' = ', '=', ': ', ':', ' =', ' : ']),
  }
}

function section(random: Random, style: Style, header: string, settings: readonly Setting[]): string {
  const lines = [`${style.margin}[${header}]${random.chance(8) ? random.pick([' # note', ' ; x', 'trail', ' ']) : ''}`]
  for (const [key, value] of settings) {
    if (random.chance(6)) lines.push(random.pick(['# note', '  ; note', '', '   ', '\t#x = 1']))
    const indent = random.chance(93) ? style.margin + style.indent : random.pick(['', ' ', '        '])
    lines.push(`${indent}${random.chance(10) ? key.toUpperCase() : key}${style.sign}${value}`)
    if (random.chance(5)) lines.push(`${indent}   ${random.pick(['goes on', '# not this', 'and = on', ''])}`)
  }
  if (random.chance(10))
    lines.push(`${style.margin}${style.indent}s3${style.sign.trimEnd()}`, ...nestedLines(random, style))
  if (random.chance(2)) lines.push(random.pick(['nonsense', '[open', '[]', '= 1', '[half = 1', '[x] y ]']))
  return lines.map((line) => `${line}\n`).join('')
}

function nestedLines(random: Random, { margin, indent }: Style): readonly string[] {
  const deeper = `${margin}${indent}  `
  const lines = [`${deeper}max_concurrent_requests = 20`, `${deeper}  addressing_style=path # x`, `${deeper}# note`, '']
  return random.chance(5) ? [...lines, `${deeper}no sign`] : lines.slice(0, 1 + random.below(lines.length))
}

function quoted(random: Random, name: string): string {
  const bare = /^[^\s'"\\]+$/.test(name) && random.chance(70)
  return bare ? name : random.pick([`"${name}"`, `'${name}'`, name.replaceAll(' ', '\\ '), name])
}

function profileHeader(random: Random): string {
  const name = random.pick(names)
  if (name === 'default' && random.chance(70)) return 'default'
  return `profile${random.pick([' ', ' ', ' ', '  ', '\t'])}${quoted(random, name)}`
}

function sessionHeader(random: Random): string {
  return `sso-session ${quoted(random, random.pick(sessionNames))}`
}

function oddHeader(random: Random): string {
  return random.pick([
    'plugins',
    'preview',
    ' default ',
    'DEFAULT',
    'services s3',
    'profile',
    'profile a b',
    'profilea b',
    'Profile a',
    'profile "a',
    'sso-session',
    ' ',
  ])
}

function anySettings(random: Random): readonly Setting[] {
  return some(random, [
    ['region', random.pick(regions)],
    ['output', random.pick(values)],
    ['cli_pager', random.pick(values)],
    ['note', random.pick(values)],
  ])
}

function sessionSettings(random: Random): readonly Setting[] {
  return [
    ...most(random, [
      ['sso_start_url', random.pick(starts)],
      ['sso_region', random.pick(regions)],
    ]),
    ...some(random, [['sso_registration_scopes', 'sso:account:access']]),
  ]
}

function profileSettings(random: Random): readonly Setting[] {
  const kinds: readonly (() => readonly Setting[])[] = [
    () => ssoSettings(random),
    () => ssoSettings(random),
    () => roleSettings(random),
    () => roleSettings(random),
    () => keySettings(random),
    () => [['credential_process', random.pick(commands)]],
    () => [['login_session', 'arn:aws:iam::111122223333:user/x']],
    () => [['web_identity_token_file', random.pick(['/token', ''])], ...most(random, [['role_arn', role(random)]])],
    () => [],
  ]
  const settings = [...random.pick(kinds)(), ...anySettings(random)]
  // Now and then a profile that says two things.
  const both = random.chance(20) ? [...settings, ...random.pick(kinds)()] : settings
  const once = random.chance(98) ? both.filter(([key], at) => both.findIndex(([other]) => other === key) === at) : both
  return random.chance(50) ? once : once.toReversed()
}

function ssoSettings(random: Random): readonly Setting[] {
  const whose: readonly Setting[] = [
    ['sso_account_id', random.pick(['111122223333', '444455556666'])],
    ['sso_role_name', random.pick(['Reader', 'Admin'])],
  ]
  if (random.chance(70)) {
    const own = random.chance(15) ? sessionSettings(random) : []
    return [...most(random, [['sso_session', random.pick(sessionNames)]]), ...own, ...most(random, whose)]
  }
  return [
    ...most(random, whose),
    ...most(random, [
      ['sso_start_url', random.pick(starts)],
      ['sso_region', random.pick(regions)],
    ]),
  ]
}

function roleSettings(random: Random): readonly Setting[] {
  return [
    ...most(random, [['role_arn', role(random)]]),
    ...(random.chance(80) ? [['source_profile', random.pick([...names, 'nobody'])] as const] : []),
    ...(random.chance(20)
      ? [['credential_source', random.pick(['Environment', 'Ec2InstanceMetadata', 'Nowhere', ''])] as const]
      : []),
    ...some(random, [['role_session_name', 'me']]),
  ]
}

function keySettings(random: Random): readonly Setting[] {
  return [
    ...most(random, [
      ['aws_access_key_id', `AKIA${random.below(1_000)}`],
      ['aws_secret_access_key', `secret/${random.below(1_000)}+=`],
    ]),
    ...(random.chance(30) ? [[random.pick(['aws_session_token', 'aws_security_token']), 'token=='] as const] : []),
  ]
}

function role(random: Random): string {
  return `arn:aws:iam::111122223333:role/${random.pick(['R', 'S'])}`
}

function most(random: Random, settings: readonly Setting[]): readonly Setting[] {
  return settings.filter(() => random.chance(94))
}

function some(random: Random, settings: readonly Setting[]): readonly Setting[] {
  return settings.filter(() => random.chance(40))
}

/** Line breaks, a mark at the beginning, an end without a line break. */
function finished(random: Random, text: string): string {
  const ends = random.chance(75) ? text : text.replaceAll('\n', random.pick(['\r\n', '\r\n', '\r']))
  const cut = random.chance(10) ? ends.trimEnd() : ends
  return random.chance(2) ? `\ufeff${cut}` : cut
}
