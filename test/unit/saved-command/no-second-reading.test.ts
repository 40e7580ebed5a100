import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { filledLine, piecesOf } from '#domain/saved-command/command-line.ts'

const lines = [
  ...['echo {x}', 'echo "{x}"', "echo '{x}'", 'echo a{x}b', `echo "'{x}'"`, 'echo ~{x}', 'echo "a" {x} # {x}'],
  ...['echo $[{x}]', 'a=(); a[{x}]=1; echo', '[[ {x} -eq 1 ]]', 'test {x} -eq 1', 'let {x}', '[ -v {x} ]'],
  ...['sh -c "ls {x}"', "sh -c 'ls {x}'", 'eval "echo {x}"', 'trap {x} EXIT', `sh -c 'ls "$1"' sh {x}`],
  ...['printf -v {x} %s 1', 'declare {x}', 'unset {x}', 'read {x} <<< 1', 'alias q={x}', 'declare -i n={x}'],
  ...['x={x}; echo $((x))', 'x={x}; ls "$x"', 'export X={x}', '${x}', 'echo $({x})', 'cat <{x}', 'echo <({x})'],
  ...['case {x} in a) :;; esac', 'for i in {x}; do :; done', 'f() { echo {x}; }; f', 'echo {x} | sh'],
  ...['find . -maxdepth 0 -exec sh -c "echo {x}" \\;', 'sed -n "/{x}/p" /dev/null', 'sed -n 1p {x}'],
]

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culvert-words-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it.each(lines)('nothing that is filled in is run by a real shell: %s', (line) => {
  const flag = join(folder, 'ran')
  const values = [`$(touch ${flag})`, `'$(touch ${flag})'`, `;touch ${flag};`, `a[$(touch ${flag})]`, `touch ${flag}`]
  const pieces = piecesOf(line, 'posix')
  const typed = values.flatMap((x) => {
    const filled = filledLine(pieces, { x }, 'posix')
    return filled.ok ? [filled.line] : []
  })
  for (const program of ['bash', 'dash'])
    for (const one of typed) {
      spawnSync(program, ['-c', one], { cwd: folder, stdio: 'ignore', timeout: 5_000 })
      expect(existsSync(flag), `${program}: ${one}`).toBe(false)
    }
})
