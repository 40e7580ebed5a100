import { expect, it } from 'vitest'
import { isNamed, namedIn } from '#domain/ssh-config/named-hosts.ts'

it.each([
  ['Host Bastion-A *.example !c', ['bastion-a', '*.example']],
  ['Host=web', ['web']],
  ['  host = "web" db', ['web', 'db']],
  ['"Host" \'web\' \\w # jump', ['web', 'w']],
  ['Host * ?', []],
  ['HostName web', []],
  ['#Host web', []],
  ['Match host web,*.corp,!x user host', ['web', '*.corp']],
  ['Match user me exec "test host = web" originalhost=web', ['web']],
  ['Match originalhost = web', ['web']],
  ['Match host =web', ['web']],
  ['match final !canonical host "a,b"', ['a', 'b']],
  ['Match !host web', []],
  ['Match all', []],
])('%j names its hosts', (line, hosts) => {
  expect(namedIn(`${line}\r\n  User x\n`)).toEqual({ hosts, files: [] })
})

it('names the files that it includes, as they stand', () => {
  expect(namedIn('Include config.d/* "~/my files/a"\ninclude=/etc/b # c\n').files).toEqual([
    'config.d/*',
    '~/my files/a',
    '/etc/b',
  ])
})

it('a pattern is for what fits it as a whole', () => {
  expect(['gitlab', 'git-lab', 'xgit', 'g.t'].filter((name) => isNamed(name, ['git*', 'g?t']))).toEqual([
    'gitlab',
    'git-lab',
    'g.t',
  ])
  expect(isNamed('gat', ['g.t'])).toBe(false)
})
