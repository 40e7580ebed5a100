import { describe, expect, it } from 'vitest'
import { PluginOutputParser, type PluginEvent } from '#relay/engine/plugin/output-parser.ts'

const id = 'ada-0a1b2c3d4e5f60718'

function parse(chunks: readonly Buffer[]): PluginEvent[] {
  const events: PluginEvent[] = []
  const parser = new PluginOutputParser(id, (event) => events.push(event))
  for (const chunk of chunks) parser.push(chunk)
  parser.finish()
  return events
}

const transcripts: readonly (readonly [name: string, text: string, events: readonly PluginEvent[]])[] = [
  [
    'a healthy session on its way to an interrupted end',
    `\nStarting session with SessionId: ${id}\nPort 15432 opened for sessionId ${id}.\nWaiting for connections...\n` +
      `\nConnection accepted for session [${id}]\nTerminate signal received, exiting.\n\n\nExiting session with sessionId: ${id}.\n\n`,
    [
      { type: 'starting' },
      { type: 'port-opened', port: 15432 },
      { type: 'waiting' },
      { type: 'connection-accepted' },
      { type: 'terminating' },
      { type: 'exiting' },
    ],
  ],
  [
    'an old agent (basic mode)',
    `\nStarting session with SessionId: ${id}\nPort 1 opened for sessionId ${id}.\nConnection accepted for session ${id}.\n`,
    [{ type: 'starting' }, { type: 'port-opened', port: 1 }, { type: 'connection-accepted' }],
  ],
  [
    'a socket, and one of another session',
    `Unix socket /tmp/db.sock opened for sessionId ${id}.\nUnix socket /tmp/db.sock opened for sessionId other.\n`,
    [{ type: 'socket-opened' }, { type: 'other', line: 'Unix socket /tmp/db.sock opened for sessionId other.' }],
  ],
  [
    'an unreachable endpoint, twice',
    '\nConnection to destination port failed, check SSM Agent logs.\n\nConnection to destination port failed, check SSM Agent logs.\n',
    [{ type: 'destination-failed' }, { type: 'destination-failed' }],
  ],
  [
    'a closing text of several lines with a blank one and an accent',
    `\n\nSessionId: ${id} : \n----------ERROR-------\nSetting up data channel failed\n\nPort 1 opened for sessionId ${id}.\né\n\n`,
    [
      { type: 'ending' },
      {
        type: 'ended-with',
        text: `----------ERROR-------\nSetting up data channel failed\n\nPort 1 opened for sessionId ${id}.\né`,
      },
    ],
  ],
  ['a session that can not be resumed', `Session: ${id} timed out.\n`, [{ type: 'timed-out' }]],
  [
    'a failure',
    'Cannot perform start session: listen tcp 127.0.0.1:15432: bind: address already in use\n',
    [{ type: 'cannot-start', message: 'listen tcp 127.0.0.1:15432: bind: address already in use' }],
  ],
  ['an unknown operation, without a newline', 'Invalid Operation', [{ type: 'unknown-operation' }]],
  [
    'an unknown call',
    '\nUnknown operation x. \nUse session-manager-plugin --version to check the version.\n\n',
    [
      { type: 'unknown-operation' },
      { type: 'other', line: 'Use session-manager-plugin --version to check the version.' },
    ],
  ],
  [
    'what concerns another session, and a message of the customer',
    'Port 15432 opened for sessionId someone-else.\r\nThis session is encrypted using AWS KMS.\r\n',
    [
      { type: 'other', line: 'Port 15432 opened for sessionId someone-else.' },
      { type: 'other', line: 'This session is encrypted using AWS KMS.' },
    ],
  ],
]

describe('the texts of the plugin', () => {
  it.each(transcripts)('%s: understood whole', (_, text, events) => {
    expect(parse([Buffer.from(text)])).toEqual(events)
  })

  it.each(transcripts)('%s: understood byte by byte, and cut in two anywhere', (_, text, events) => {
    const bytes = Buffer.from(text)
    expect(parse(Array.from(bytes, (byte) => Buffer.from([byte])))).toEqual(events)
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(parse([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(events)
    }
  })

  it('tells the port with the line that is complete, not before', () => {
    const events: PluginEvent[] = []
    const parser = new PluginOutputParser(id, (event) => events.push(event))
    parser.push(Buffer.from(`Port 15432 opened for sessionId ${id}.`))
    expect(events).toEqual([])
    parser.push(Buffer.from('\nWaiting'))
    expect(events).toEqual([{ type: 'port-opened', port: 15432 }])
  })

  it('does not fill the memory with a line that never ends', () => {
    const events = parse(Array.from({ length: 100 }, () => Buffer.alloc(65_536, 'x')))
    expect(events).toEqual([{ type: 'other', line: 'x'.repeat(65_536) }])
  })

  it('is not kept busy by lines after a closing text that is as long as it may be', () => {
    const busy = process.cpuUsage()
    const long = `SessionId: ${id} : ${'y'.repeat(65_536)}`
    const events = parse([Buffer.from(`${long}${'\n'.repeat(500_000)}`)])
    expect(process.cpuUsage(busy).user).toBeLessThan(1_500_000)
    expect(events).toMatchObject([{ type: 'ending' }, { type: 'ended-with' }])
  })
})
