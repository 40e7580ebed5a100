// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { TunnelStatus } from '#contract/status.ts'
import { messagesOf } from '#words/messages.ts'
import { rowSentence } from '../../../renderer/parts/tunnel/tunnel-words.ts'
import { retryNote, retrySentence } from '../../../renderer/parts/tunnel/retries.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { open, tunnelRows } from './support.tsx'

const en = messagesOf('en')
const ja = messagesOf('ja')
const [environment] = defaultEnvironments
if (environment === undefined) throw new Error('no environment')

/** A tunnel that is tried again 14 s after `now`, while clients wait for it. */
const failing = (now: number, waiting = 0) => failed(waiting, { attempt: 2, of: 5, nextAt: now + 14_000 })

const failed = (waiting: number, retry: Extract<TunnelStatus, { kind: 'failed' }>['retry']) =>
  fixtureTunnel(13306, {
    status: { kind: 'failed', at: 1_000, problem: sampleProblem('TARGET_NOT_CONNECTED'), retry },
    clients: { open: 0, waiting },
  })

test('a failure that is tried again says so, with who waits for it', () => {
  expect(retryNote(failing(1_000), en, 1_000)).toBe('retry in 14 s')
  expect(retryNote(failing(1_000), ja, 1_000)).toBe('14 秒後に再試行')
  expect(retryNote(failing(1_000), en, 15_000)).toBe('retrying now')
  expect(retrySentence(failing(1_000), en, 1_000)).toBe('Tries again in 14 s.')
  expect(retrySentence(failing(1_000, 2), en, 1_000)).toBe('Tries again in 14 s. 2 clients wait for it.')
  expect(retrySentence(failing(1_000, 1), ja, 1_000)).toBe('14 秒後に再試行します。1 件のクライアントが待っています。')
  expect(retrySentence(failing(1_000, 1), en, 16_000)).toBe('Tries again now. 1 client waits for it.')
  expect(rowSentence(failing(1_000), environment, en, 1_000)).toContain('Failed, Bastion offline, retry in 14 s')
})

test('a failure that is final says nothing of the kind', () => {
  const final = failed(1, null)
  expect([retryNote(final, en, 1_000), retrySentence(final, en, 1_000)]).toEqual([null, null])
})

test('the row, the panel and the page of a failure that is tried again say it', async () => {
  const { screen } = await open(fixtureSnapshot({ tunnels: [failing(Date.now(), 1)] }, Date.now()))
  const [row] = tunnelRows(screen)
  if (row === undefined) throw new Error('no row')
  expect(row.textContent).toMatch(/Failedretry in \d+ s/)
  fireEvent.click(row)
  const panel = within(screen.getByRole('complementary', { name: 'Tunnel detail' }))
  expect(panel.getByText(/^at the bastion, retry in \d+ s$/)).toBeTruthy()
  expect(panel.getByText(/^Tries again in \d+ s\. 1 client waits for it\.$/)).toBeTruthy()
  fireEvent.click(panel.getByRole('button', { name: 'See why' }))
  expect(screen.getByText(/^Try 2 of 5 in \d+ s, 1 waiting$/)).toBeTruthy()
})
