import { describe, expect, it } from 'vitest'
import { readCommandLine } from '#sandbox/command-line.ts'

describe('the command line', () => {
  it('stays in the foreground with every database by default', () => {
    expect(readCommandLine([])).toMatchObject({
      command: null,
      output: 'exports',
      lifetime: 'until-signal',
      options: {
        port: 0,
        network: 'endpoint',
        startDatabases: 'eager',
        databases: ['postgresql', 'mysql', 'redis', 'opensearch'],
      },
    })
  })

  it('leaves everything behind --exec to the command', () => {
    expect(readCommandLine(['--databases', 'none', '--exec', 'aws', 'ec2', '--json', '--exec'])).toMatchObject({
      command: ['aws', 'ec2', '--json', '--exec'],
      output: 'exports',
      options: { databases: [], startDatabases: 'lazy' },
    })
  })

  it('asks a person about sign-ins in the foreground, and nobody for a command that is alone', () => {
    expect(readCommandLine([])).toMatchObject({ consent: 'ask' })
    expect(readCommandLine(['--exec', 'aws'])).toMatchObject({ consent: 'allow' })
    expect(readCommandLine(['--consent', 'deny', '--exec', 'aws'])).toMatchObject({ consent: 'deny' })
  })

  it.each([
    [['--consent', 'maybe'], /not maybe/],
    [['--exec'], /needs a command/],
    [['--nonsense'], /nonsense/],
    [['--port', '65536'], /not a port/],
    [['--port', 'x'], /not a port/],
    [['--databases', 'oracle'], /no database oracle/],
    [['--postgresql', 'embedded'], /--postgresql/],
  ])('complains about %j', (args, complaint) => {
    expect(readCommandLine(args)).toMatch(complaint)
  })
})
