import { describe, expect, it } from 'vitest'
import { complaintAbout, requestedSession } from '#command/requested-session.ts'
import type { AnySession } from '#relay/engine/builtin/index.ts'

type Kind = AnySession['kind']

const forwarding = 'AWS-StartPortForwardingSessionToRemoteHost'

function asked(document: string | null, parameters: Readonly<Record<string, string>> = {}): object {
  const values = Object.entries(parameters).map(([name, value]) => [name, [value]])
  return {
    Target: 'i-0123456789abcdef0',
    ...(document === null ? {} : { DocumentName: document }),
    ...(values.length === 0 ? {} : { Parameters: Object.fromEntries(values) as object }),
  }
}

function complaint(request: object | null, kind: Kind, properties: Readonly<Record<string, string>> = {}) {
  const opened = { kind, agreement: { sessionType: 'Port', properties, customerMessage: '' } } as AnySession
  return complaintAbout(request === null ? null : requestedSession(request), opened)
}

describe('what the agent wants opened', () => {
  it.each<[string, object | null, Kind, Readonly<Record<string, string>>]>([
    [
      'the port that was asked for',
      asked(forwarding, { localPortNumber: '15432' }),
      'port',
      { localPortNumber: '15432' },
    ],
    [
      'any free port, asked for by its number',
      asked(forwarding, { localPortNumber: '0' }),
      'port',
      { localPortNumber: '0' },
    ],
    ['any free port, by default', asked(forwarding, { portNumber: '5432' }), 'port', { localPortNumber: '' }],
    ['any free port, of a caller that tells its target only', asked(null), 'port', { localPortNumber: '0' }],
    ['the port of an account’s own document', asked('Team-Orders'), 'port', { localPortNumber: '15432' }],
    ['the port that a caller of old may have asked for', null, 'port', { localPortNumber: '15432' }],
    [
      'the socket that was asked for',
      asked('Team-Socket', { localUnixSocket: '/tmp/a.sock' }),
      'port',
      { localConnectionType: 'unix', localUnixSocket: '/tmp/a.sock' },
    ],
    ['an SSH session', asked('AWS-StartSSHSession'), 'stdio', {}],
    ['a shell', asked(null), 'shell', {}],
    ['a command', asked('arn:aws:ssm:eu-west-1::document/AWS-StartNonInteractiveCommand'), 'shell', {}],
    ['what an account’s own document makes', asked('Team-Anything'), 'stdio', {}],
  ])('may be %s', (_what, request, kind, properties) => {
    expect(complaint(request, kind, properties)).toBeNull()
  })

  it.each<[string, object | null, Kind, Readonly<Record<string, string>>, string]>([
    [
      'another port',
      asked(forwarding, { localPortNumber: '15432' }),
      'port',
      { localPortNumber: '5432' },
      'names port 5432, and what was asked for is port 15432',
    ],
    ['a free port instead', asked(forwarding, { localPortNumber: '15432' }), 'port', {}, 'names any'],
    ['a port where any was asked for', asked(forwarding), 'port', { localPortNumber: '5432' }, 'is any free port'],
    ['a port where nobody said anything', asked(null), 'port', { localPortNumber: '5432' }, 'is any free port'],
    ['no port at all', asked('Team-Orders'), 'port', { localPortNumber: 'ssh' }, 'names no port'],
    ['one too high', asked('Team-Orders'), 'port', { localPortNumber: '70000' }, 'names no port'],
    [
      'a socket',
      asked(forwarding),
      'port',
      { localConnectionType: 'unix', localUnixSocket: '/run/docker.sock' },
      'names the socket "/run/docker.sock", and what was asked for is none',
    ],
    [
      'a socket, to a caller of old',
      null,
      'port',
      { localConnectionType: 'unix', localUnixSocket: '/run/docker.sock' },
      'is none',
    ],
    [
      'another socket',
      asked('Team-Socket', { localUnixSocket: '/tmp/a.sock' }),
      'port',
      { localConnectionType: 'unix', localUnixSocket: '/tmp/b.sock' },
      'is /tmp/a.sock',
    ],
    ['a port instead of an SSH session', asked('AWS-StartSSHSession'), 'port', {}, 'is an SSH session'],
    ['a shell instead of a port', asked(forwarding), 'shell', {}, 'is a port'],
    ['a port instead of a command', asked('AWS-StartInteractiveCommand'), 'port', {}, 'is a shell'],
  ])('is not %s', (_what, request, kind, properties, words) => {
    expect(complaint(request, kind, properties)).toContain(words.replace('names any', 'names port 0'))
  })
})
