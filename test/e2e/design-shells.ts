import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ask, databaseTunnel, expect } from './fixtures.ts'
import { agreeToProduction, run, untilPrompt } from './shell-steps.ts'

const reset = String.raw`\033[0m`
const coloured = (colour: number, text: string): string => String.raw`\033[${colour}m` + text + reset
const green = (text: string): string => coloured(32, text)

/** A shell function that prints these lines, whatever it is asked. */
const prints = (name: string, lines: readonly string[]): string =>
  `${name}() { printf '%b\\n' ${lines.map((line) => `'${line}'`).join(' ')}; }`

const prompt = (where: string): string => String.raw`PS1='\[\033[32m\]` + where + String.raw`$\[\033[0m\] '`

/** What the shells of the pictures answer: programs of servers that nobody has here. */
const bastion = [
  prompt('[ssm-user@ip-10-40-10-12 ~]'),
  prints('systemctl', [
    `${green('●')} amazon-ssm-agent.service - amazon-ssm-agent`,
    `     Loaded: loaded (amazon-ssm-agent.service; ${green('enabled')})`,
    `     Active: ${green('active (running)')} since Mon; 3 weeks ago`,
    '   Main PID: 2119 (amazon-ssm-agen)',
    '      Tasks: 25 (limit: 483)',
    '     Memory: 61.4M',
  ]),
  prints('nc', [
    'Ncat: Version 7.93 ( https://nmap.org/ncat )',
    `Ncat: Connected to ${coloured(36, '10.40.12.87:5432')}.`,
    'Ncat: 0 bytes sent, 0 bytes received in 0.02 seconds.',
  ]),
  prints('ss', [
    'Recv-Q Send-Q   Local Address:Port   Peer Address:Port',
    `0      0         10.40.10.12:51884   10.40.12.87:${coloured(36, '5432')}`,
    `0      0         10.40.10.12:51890   10.40.12.87:${coloured(36, '5432')}`,
  ]),
]
const server = [
  prompt('ubuntu@ip-10-60-10-12:/srv/orders'),
  prints('docker', [
    'NAME              STATUS                  PORTS',
    `orders-api-1      Up 3 days ${green('(healthy)')}     8080/tcp`,
    `orders-worker-1   Up 3 days ${green('(healthy)')}`,
    `orders-beat-1     Restarting ${coloured(31, '(1)')} 8s ago`,
  ]),
  prints('tail', [
    `14:03:01 ${green('200')} GET  /v2/orders/91822        18 ms`,
    `14:03:02 ${green('200')} GET  /v2/orders/91822/items  24 ms`,
    `14:03:02 ${green('201')} POST /v2/orders              61 ms`,
    `14:03:04 ${coloured(33, '404')} GET  /v2/orders/00017         6 ms`,
    `14:03:05 ${green('200')} GET  /healthz                 1 ms`,
  ]),
]

async function prepare(page: Page, folder: string, lines: readonly string[], where: string): Promise<void> {
  const path = join(folder, 'prepare.sh')
  await writeFile(path, [...lines, 'clear', ''].join('\n'))
  await run(page, `. ${path}`, where)
}

/** Shells as the design has them: a recorded one on production, and two on a server beside it. `folder`: for a file of theirs. */
export async function playDesignShells(page: Page, folder: string): Promise<void> {
  const staging = { ...databaseTunnel, accountId: '730155204418' } as const
  await ask(page, 'recording.choose', { environment: 'production', choice: 'on' })
  for (const profile of [databaseTunnel, staging])
    await ask(page, 'target.addPlace', { profile, region: 'ap-northeast-1' })
  await page.keyboard.press('Control+2')
  const row = (name: RegExp) => page.getByRole('grid', { name: 'Targets' }).getByRole('row', { name })
  await expect(row(/^bastion-a/)).toBeVisible()
  await row(/^bastion-stg,/).press('Control+Enter')
  await untilPrompt(page)
  await prepare(page, folder, server, 'ip-10-60-10-12')
  await run(page, 'docker compose ps', 'Restarting')
  await page.keyboard.press('Control+Shift+E')
  await expect(page.locator('.pane')).toHaveCount(3)
  await untilPrompt(page)
  await prepare(page, folder, server, 'ip-10-60-10-12')
  await run(page, 'tail -n 5 log/access.log', 'healthz')
  await row(/^bastion-a/).press('Enter')
  await agreeToProduction(page)
  await untilPrompt(page)
  await prepare(page, folder, bastion, 'ip-10-40-10-12')
  await run(page, 'systemctl status amazon-ssm-agent', 'Memory')
  await run(page, 'nc -zv orders-db 5432', '0.02 seconds')
  await run(page, 'ss -tn dst 10.40.12.87', '51890')
  await untilPrompt(page)
}
