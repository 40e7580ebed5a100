import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingHeader } from '#contract/recordings.ts'
import { recordingFileName } from '#domain/recording/file-name.ts'
import { appendLine } from '#core/store/append-line.ts'
import { sealPrimitives } from '#core/system/seal-primitives.ts'
import { lastSealOf, sealedLine } from '#domain/recording/line-seal.ts'
import { startShellRecorder } from '#relay/recording/shell-recorder.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { sampleHeader } from '../unit/recording/sample-header.ts'

/** What was typed and shown, and how long it took: ms. */
type Act = readonly [afterMs: number, shown: string]

const prompt = '\u001b[32m[ssm-user@ip-10-40-1-23 ~]$\u001b[0m '
const host = 'orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com'

/** A command that is typed letter by letter, and its answer. */
function command(line: string, answer: string): readonly Act[] {
  const letters = Array.from(line, (letter): Act => [90, letter])
  return [[2_500, ''], ...letters, [400, `\r\n${answer}${answer === '' ? '' : '\r\n'}${prompt}`]]
}

const status = [
  '\u001b[32m●\u001b[0m amazon-ssm-agent.service - amazon-ssm-agent',
  '     Loaded: loaded (/usr/lib/systemd/system/amazon-ssm-agent.service; \u001b[32menabled\u001b[0m)',
  '     Active: \u001b[32mactive (running)\u001b[0m since Mon 2026-11-03 02:14:51 UTC; 3 weeks 4 days ago',
  '   Main PID: 2119 (amazon-ssm-agen)',
  '      Tasks: 25 (limit: 483)',
  '     Memory: 61.4M',
].join('\r\n')

const session: readonly Act[] = [
  [200, `Starting session with SessionId: mika.sato-0d91f7be2c43a8105\r\nsh-5.2$ bash -l\r\n${prompt}`],
  ...command('systemctl status amazon-ssm-agent --no-pager | head -6', status),
  ...command(
    `nc -zv ${host} 5432`,
    'Ncat: Version 7.93 ( https://nmap.org/ncat )\r\nNcat: Connected to \u001b[36m10.40.12.87:5432\u001b[0m.',
  ),
  [240_000, ''],
  ...command(`host ${host}`, `${host} has address 10.40.12.87`),
  ...command(
    "ss -tn state established '( dport = :5432 )'",
    '0  0  10.40.1.23:51884  10.40.12.87:\u001b[36m5432\u001b[0m\r\n0  0  10.40.1.23:51890  10.40.12.87:\u001b[36m5432\u001b[0m',
  ),
  [60_000, ''],
  ...command('grep orders-db /etc/hosts', ''),
  ...command('echo "# orders-db failover done"', '# orders-db failover done'),
]

const short: readonly Act[] = [
  [300, '$ '],
  ...command('uptime', ' 14:05:11 up 41 days,  2:17,  0 users'),
  ...command(`nc -zv ${host} 5432`, 'Ncat: Connected.'),
]

interface Made {
  readonly part: Partial<RecordingHeader>
  readonly acts: readonly Act[]
  readonly ends?: 'not'
  readonly change?: (text: string) => string
}

/** The recordings of a fortnight; `now` is the time that the window shows them at. */
function fortnight(now: number): readonly Made[] {
  const minute = 60_000
  const day = 1_440 * minute
  const staging = {
    environment: 'staging',
    account: { id: '482100973317', name: 'orders-staging' },
    targetName: 'orders-api-1',
    target: 'i-02bd41c77ae0960f7',
  }
  const worker = { targetName: 'ledger-worker', target: 'ledger/4f0c1d2e/worker', targetKind: 'container' as const }
  return [
    { part: { startedAt: now - 30 * minute }, acts: session },
    { part: { startedAt: now - 90 * minute, ...worker, user: 'kim.lee' }, acts: short },
    { part: { startedAt: now - day }, acts: short, ends: 'not' },
    {
      part: { startedAt: now - day - 40 * minute, ...staging },
      acts: [[500, '$ '], ...command('docker logs orders-db-proxy --tail 50', 'ready')],
    },
    {
      part: { startedAt: now - 4 * day, ...worker },
      acts: short,
      change: (text) => text.replace('uptime', 'UPTIME').replace('41 days', '14 days'),
    },
    { part: { startedAt: now - 5 * day }, acts: short, change: (text) => text.replace('"format":1', '"format":9') },
    { part: { startedAt: now - 9 * day, user: null, role: null }, acts: short },
  ]
}

/** Puts recordings where an app with this profile looks for them, made by the recorder itself. */
export async function makeRecordings(profile: string, now: number): Promise<void> {
  const folder = join(profile, 'recordings')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const [index, { part, acts, ends, change }] of fortnight(now).entries()) {
    const id = `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`
    const header = sampleHeader({ ...part, id, keys: 'none' })
    const file = join(folder, recordingFileName(header.startedAt, header.user ?? '', header.targetName ?? '', id))
    await play(file, header, acts, ends)
    if (change !== undefined) await writeFile(file, change(await readFile(file, 'utf8')))
  }
}

/** Writes down a few transfers where an app with this profile looks for them. */
export async function makeTransfers(profile: string, now: number): Promise<void> {
  const folder = join(profile, 'recordings')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const sha256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
  const up = {
    direction: 'up',
    here: '/home/mika/deploy/orders.env',
    there: '/srv/orders',
    name: 'orders.env',
    bytes: 2_410,
  }
  const down = { direction: 'down', here: '/home/mika/Downloads', there: '/var/log/orders/app.log', name: 'app.log' }
  const moved = [
    { ...down, bytes: 48_201_113, user: 'ken.ito', there: '/var/backups/orders-dump.sql', name: 'orders-dump.sql' },
    { ...down, bytes: 1_204_551 },
    up,
    { ...up, event: 'failed', name: null, bytes: null, sha256: null, why: 'FILE_FORBIDDEN' },
  ]
  const lines = moved.map((part, index) => ({
    ...{ format: 1, at: new Date(now + index * 60_000).toISOString(), user: 'mika.sato', account: '482100973316' },
    ...{
      role: 'DatabaseAccess',
      region: 'ap-northeast-1',
      environment: 'production',
      event: 'file',
      sha256,
      why: null,
    },
    sealedWith: null,
    ...{ transfer: `${index}`, sessionId: 's-1', target: 'i-0ab3f29c81d7e4402', targetName: 'bastion-a' },
    ...part,
  }))
  const month = new Date(now).toISOString().slice(0, 7)
  for (const line of lines) await addSealed(folder, `transfers-${month}.jsonl`, JSON.stringify(line))
}

/** As on a computer without a keychain. */
async function addSealed(folder: string, name: string, said: string): Promise<void> {
  await appendLine(folder, name, (last) => `${sealedLine(sealPrimitives, null, said, lastSealOf(last))}\n`)
}

/** Puts a recording of a window that was as wide as large screens are there, of the day before `now`. */
export async function makeWideRecording(profile: string, now: number): Promise<void> {
  const folder = join(profile, 'recordings')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const id = 'ffffffff-0000-4000-8000-000000000000'
  const header = sampleHeader({ id, startedAt: now - 86_400_000, targetName: 'wide', keys: 'none' })
  const line = `${'orders_2026 | checked | '.repeat(9)}end\r\n`
  const file = join(folder, recordingFileName(header.startedAt, header.user ?? '', 'wide', id))
  await play(
    file,
    header,
    [[100, `\u001b[1m${line}\u001b[22m`], ...Array.from({ length: 40 }, (): Act => [10, line])],
    undefined,
    {
      columns: 220,
      rows: 48,
    },
  )
}

const usualSize = { columns: 100, rows: 38 }

async function play(
  file: string,
  header: RecordingHeader,
  acts: readonly Act[],
  ends?: 'not',
  size = usualSize,
): Promise<void> {
  const clock = new ManualClock()
  const order = { file, header, sealKey: null, need: 'on' } as const
  const started = await startShellRecorder({ order, size, clock, failed: () => {} })
  if (!started.ok) throw new Error(started.error.code)
  for (const [afterMs, shown] of acts) {
    clock.pass(afterMs)
    if (shown !== '') await new Promise<void>((resolve) => started.value.output(Buffer.from(shown), resolve))
  }
  await started.value.end('left')
  // As a program leaves it that is killed: without its last two lines.
  if (ends === 'not') await writeFile(file, (await readFile(file, 'utf8')).split('\n').slice(0, -3).join('\n'))
}
