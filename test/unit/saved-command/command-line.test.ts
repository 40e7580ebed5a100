import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CommandShell } from '#contract/saved-commands.ts'
import { filledLine, parametersOf, piecesOf, unclearParameters } from '#domain/saved-command/command-line.ts'

const filled = (line: string, values: Readonly<Record<string, string>>, shell: CommandShell = 'posix') =>
  filledLine(piecesOf(line, shell), values, shell)

function lineOf(line: string, values: Readonly<Record<string, string>>, shell: CommandShell = 'posix'): string {
  const result = filled(line, values, shell)
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return result.line
}

/** What a shell takes a line's words for. */
function wordsIn(program: string, lines: readonly string[]): readonly string[] {
  const script = lines.map((line) => `printf '%s\\0' ${line}\n`).join('')
  const { status, stdout, stderr } = spawnSync(program, ['-s'], { input: script, encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout.split('\0').slice(0, -1)
}

describe('what a person fills into a command', () => {
  it('is typed as it is where no shell reads anything into it', () => {
    expect(lineOf('journalctl -u {service} -f -n {lines}', { service: 'amazon-ssm-agent', lines: '100' })).toBe(
      'journalctl -u amazon-ssm-agent -f -n 100',
    )
    expect(lineOf('scp a $HOST:data{n}', { n: '1' })).toBe('scp a $HOST:data1')
    expect(lineOf(`ss -tnp state established '( dport = :{port} )'`, { port: '5432' })).toBe(
      `ss -tnp state established '( dport = :5432 )'`,
    )
  })

  it.each(['sh', 'bash'])('is one word, letter for letter, to a real %s, at whatever place it stands', (program) => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.string({
        unit: fc.constantFrom(...Array.from('\'"`$\\!#&|;<>(){}[]*?~ -=%^,ä日')),
        minLength: 1,
        maxLength: 20,
      }),
    )
    const values = fc.sample(
      hostile.filter((text) => !/[\p{Cc}\u2028\u2029\p{Cs}]/u.test(text)),
      { numRuns: 400, seed: 20_261_129 },
    )
    const places = ['{x}', "'a {x} b'", '"a {x} b"', 'pre{x}post', `"'"{x}'"'`]
    const lines = values.flatMap((x) => places.map((place) => lineOf(place, { x })))
    const expected = values.flatMap((x) => [x, `a ${x} b`, `a ${x} b`, `pre${x}post`, `'${x}"`])
    expect(wordsIn(program, lines)).toEqual(expected)
  })

  it('is quoted for PowerShell by its own rules, typographic quotes too', () => {
    const x = `it's “$(whoami)” \`n ‘x’`
    expect(lineOf('Get-Item {x}', { x }, 'powershell')).toBe(`Get-Item 'it''s “$(whoami)” \`n ‘‘x’’'`)
    expect(lineOf(`Get-Item 'a {x}'`, { x }, 'powershell')).toBe(`Get-Item 'a it''s “$(whoami)” \`n ‘‘x’’'`)
    expect(lineOf('Get-Item "a {x}"', { x }, 'powershell')).toBe(`Get-Item "a it's \`“\`$(whoami)\`” \`\`n ‘x’"`)
  })

  it('is quoted for PowerShell though it is harmless: a bare word is run where a value is expected', () => {
    expect(lineOf('$n = {name}', { name: 'Stop-Computer' }, 'powershell')).toBe("$n = 'Stop-Computer'")
    expect(lineOf('Get-Item {name}', { name: '@args' }, 'powershell')).toBe("Get-Item '@args'")
    expect(lineOf('Get-Item C:\\{name}.log', { name: 'a' }, 'powershell')).toBe("Get-Item C:\\'a'.log")
  })

  it('is asked for where a parameter is called as something that every object has', () => {
    expect(filled('echo {constructor}', {})).toEqual({ ok: false, faults: [{ name: 'constructor', why: 'empty' }] })
  })

  it('is missing, or would end the line: nothing can be typed', () => {
    expect(filled('df {path}', {})).toEqual({ ok: false, faults: [{ name: 'path', why: 'empty' }] })
    for (const path of ['/tmp\nrm -rf /', '\u001b[A', '\u2028'])
      expect(filled('df {path}', { path })).toEqual({ ok: false, faults: [{ name: 'path', why: 'not-one-line' }] })
  })

  it.each([
    ['posix', 'echo "$(cat {x})"'],
    ['posix', 'echo `cat {x}`'],
    ['posix', "echo $'{x}'"],
    ['posix', 'echo ${{HOME:-{x}}}'],
    ['posix', 'echo $(( {x} + 1 ))'],
    ['posix', 'cat <<{x}'],
    ['posix', 'true # {x}'],
    ['posix', 'echo \\{x}'],
    ['posix', 'echo ${x} $' + '{{{x}'],
    ['posix', 'rm -rf /data/$ENV{x}'],
    ['posix', 'echo "$ENV{x}"'],
    ['posix', 'echo $[{x}]'],
    ['posix', 'a=(); a[{x}]=1'],
    ['posix', 'a["{x}"]=1'],
    ['posix', '[[ {x} -eq 1 ]]'],
    ['posix', 'if [[ -n {x} ]]; then'],
    ['posix', 'let {x}'],
    ['posix', 'printf -v {x} %s 1'],
    ['posix', '[ -v {x} ]'],
    ['posix', 'test -v "a[{x}]"'],
    ['posix', 'x={x}; echo $((x))'],
    ['posix', 'for i in {x}; do eval $i; done'],
    ['posix', 'sh -c "ls {x}"'],
    ['posix', "sudo /bin/bash -lc 'ls {x}'"],
    ['posix', 'bash -c -e {x}'],
    ['posix', 'docker exec api sh -c "ls {x}"'],
    ['posix', 'find . -exec sh -c "echo {x}" \\;'],
    ['posix', 'eval "echo {x}"'],
    ['posix', 'trap {x} EXIT'],
    ['posix', 'alias q={x}'],
    ['posix', 'read {x}'],
    ['posix', 'unset {x}'],
    ['posix', 'declare {x}'],
    ['posix', 'declare -i n={x}'],
    ['posix', 'ssh -p 22 host ls {x}'],
    ['posix', 'ssh -o ProxyCommand={x} host'],
    ['posix', 'su - app -c "ls {x}"'],
    ['posix', 'watch ls {x}'],
    ['posix', 'echo {x} | sudo bash'],
    ['posix', 'x={x}; bash -c "$x"'],
    ['posix', 'PROMPT_COMMAND={x}'],
    ['posix', 'python3 -c "print({x})"'],
    ['posix', 'sed -n "/{x}/p" file'],
    ['posix', 'sed -n {x} file'],
    ['posix', 'sed -n -e {x} file'],
    ['powershell', 'Remove-Item C:\\data\\$name{x}'],
    ['powershell', 'echo "$env:{x}"'],
    ['powershell', 'Get-Item @{x}'],
    ['powershell', 'Get-Item {x}.log'],
    ['powershell', "Get-Item 'a'{x}"],
    ['powershell', 'echo "$(Get-Item {x})"'],
    ['powershell', 'echo `{x}'],
    ['powershell', 'cmd --% {x}'],
    ['powershell', 'echo 1 # {x}'],
  ] as const)('has no clear place in %s: %s', (shell, line) => {
    expect(unclearParameters(piecesOf(line, shell))).toEqual(['x'])
    expect(filled(line, { x: 'a' }, shell)).toEqual({ ok: false, faults: [{ name: 'x', why: 'unclear' }] })
  })
})

it.each([
  `sh -c 'ls "$1"' sh {x}`,
  'ssh -p 22 me@{x}',
  'ssh {x} uptime',
  '[ -f {x} ] && cat {x}',
  'export NAME={x}',
  'x={x}; ls "$x"',
  'ls [a-z]{x}',
  'echo let {x}',
  'sed -n 5p {x}',
  "awk -v n={x} '/a/' file",
  'grep -c {x} file | sort',
  'docker exec {x} sh',
  'curl -sS {x} | sh',
  'export AWS_PROFILE={x} && bash',
])('has a clear place beside what only looks like code: %s', (line) => {
  expect(unclearParameters(piecesOf(line, 'posix'))).toEqual([])
})

describe('a command', () => {
  it('has its parameters once each, and braces of its own when they are doubled', () => {
    expect(parametersOf(piecesOf('cp {from} {to} && ls {from}', 'posix'))).toEqual(['from', 'to'])
    expect(lineOf("awk '{{print $1}}' {file}", { file: '/etc/hosts' })).toBe("awk '{print $1}' /etc/hosts")
    expect(parametersOf(piecesOf("echo ${HOME} {a,b} {1} awk '{print $1}'", 'posix'))).toEqual([])
  })

  it('stands for its text where a substitution outside of quotes has a parameter', () => {
    expect(lineOf('kill $(pgrep -f {name})', { name: 'a b' })).toBe("kill $(pgrep -f 'a b')")
  })
})
