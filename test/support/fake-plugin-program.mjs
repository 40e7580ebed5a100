/** What the stand-in for session-manager-plugin does, by mode; see fake-plugin.ts. Plain JavaScript: Node runs it as it is. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'

const say = (text) => process.stdout.write(text)
const exit = (text) => process.stdout.write(text, () => process.exit(0))
const stayForEver = () => setInterval(() => {}, 60_000)

/** @param {{ mode: string, endpointPort: number, reportPath: string }} given */
export async function run({ mode, endpointPort, reportPath }) {
  const report = { pid: process.pid, args: process.argv.slice(2), environment: { ...process.env } }
  save(reportPath, report)
  const response = JSON.parse(process.env[process.argv[2]] ?? '{}')
  const id = response.SessionId
  if (mode === 'exits-at-once') return exit('')
  if (mode === 'silent') return stayForEver()
  if (mode === 'half-a-line') return void (say('\nStarting sess') && stayForEver())
  if (mode.startsWith('endless')) return talkForEver(mode)
  if (mode === 'garbage') return exit(`something ${response.TokenValue} else\n`)
  say(`\nStarting session with SessionId: ${id}\n`)
  if (mode === 'hangs-while-connecting') return stayForEver()
  if (mode === 'port-taken') {
    return exit('Cannot perform start session: listen tcp 127.0.0.1:1: bind: address already in use\n')
  }
  if (mode === 'says-cannot-start-and-hangs') {
    say('Cannot perform start session: dial tcp: lookup ssmmessages: no such host\n')
    return stayForEver()
  }
  if (mode === 'ended-by-agent') {
    return exit(
      `\n\nSessionId: ${id} : \n----------ERROR-------\nForwarding to IP address 169.254.169.254 is forbidden.\n\n`,
    )
  }
  if (mode === 'says-nothing-more') return process.stdin.resume()
  if (mode === 'streams') return void (say('ready') && process.stdin.pipe(process.stdout))
  let signals = 0
  process.on('SIGINT', () => {
    signals += 1
    if (mode === 'ignores-signals') return save(reportPath, { ...report, signals })
    exit(`Terminate signal received, exiting.\n\n\nExiting session with sessionId: ${id}.\n\n`)
  })
  if (mode === 'asks-for-credentials') save(reportPath, { ...report, ...(await askForCredentials()) })
  serve(mode, id, endpointPort)
}

function talkForEver(mode) {
  const chunk = Buffer.from((mode === 'endless-lines' ? 'no such words\n' : 'no such words ').repeat(5_000))
  const more = () => process.stdout.write(chunk, more)
  more()
}

/** Whole or not at all: the test may be reading. */
function save(path, report) {
  writeFileSync(`${path}.new`, JSON.stringify(report))
  renameSync(`${path}.new`, path)
}

async function askForCredentials() {
  const url = process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI
  const answer = await fetch(url, { headers: { authorization: process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN } })
  const refused = await fetch(url, { headers: { authorization: 'guessed' } })
  return {
    credentials: { status: answer.status, body: await answer.json() },
    refusedStatus: refused.status,
    configFile: readFileSync(process.env.AWS_CONFIG_FILE, 'utf8'),
  }
}

function serve(mode, id, endpointPort) {
  let served = 0
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (mode === 'closes-its-port') {
      server.close()
      client.resume().on('error', () => {})
    } else if (mode === 'names-another-port-later') {
      say(`Port ${endpointPort} opened for sessionId ${id}.\n`)
      client.resume().on('error', () => {})
    } else if (mode === 'destination-fails') {
      say('\nConnection to destination port failed, check SSM Agent logs.\n')
      client.destroy()
    } else if (mode === 'times-out-later') {
      exit(`Session: ${id} timed out.\n`)
    } else if (mode === 'deaf' || (mode === 'deaf-later' && served > 0)) {
      client.resume().on('error', () => {})
    } else {
      served += 1
      forward(client, connect({ port: endpointPort, host: '127.0.0.1', allowHalfOpen: true }))
    }
  })
  if (mode === 'names-a-foreign-port')
    return void stayForEver(say(`Port ${endpointPort} opened for sessionId ${id}.\n`))
  if (mode === 'names-a-socket') return void stayForEver(say(`Unix socket /tmp/x.sock opened for sessionId ${id}.\n`))
  server.listen(0, '127.0.0.1', () => {
    if (mode === 'names-two-ports') say(`Port ${server.address().port} opened for sessionId ${id}.\n`)
    // Two writes, as the plugin makes them: the line is only complete with the second.
    say(`Port ${server.address().port} opened for sessionId ${id}.`)
    setImmediate(() => say('\nWaiting for connections...\n'))
    if (mode === 'closes-its-port') stayForEver()
  })
}

function forward(client, upstream) {
  client.pipe(upstream).pipe(client)
  for (const side of [client, upstream]) side.on('error', () => side.destroy())
  client.on('close', () => upstream.destroy())
}
