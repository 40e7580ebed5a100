// @vitest-environment happy-dom
import { fireEvent, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import type { Settings, Snapshot } from '#contract/snapshot.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

/** `othersOnline`: beside the node that was found. */
function failedSnapshot(
  problem: Problem,
  language: Settings['language'] = 'en',
  othersOnline: number | null = null,
): Snapshot {
  const { route } = fixtureTunnel(13306)
  const [client, port, session, target, endpoint] = route
  const failed = fixtureTunnel(13306, {
    status: { kind: 'failed', at: 1, retry: null, problem },
    route: [client, port, session, { ...target, facts: { ...target.facts, othersOnline } }, endpoint],
  })
  const snapshot = fixtureSnapshot({ tunnels: [failed] })
  return { ...snapshot, settings: { ...snapshot.settings, language } }
}

describe('beside its remedy a failure', () => {
  test.each([
    ['ACCESS_DENIED', 'Choose another role', 'account'],
    ['PORT_TAKEN', 'Choose another port', 'port'],
    ['TARGET_NOT_CONNECTED', 'Choose a bastion', 'target'],
    ['ENDPOINT_TIMED_OUT', 'Edit tunnel', 'host'],
  ] as const)('%s has another way one click away: %s', async (code, name, focus) => {
    const { services, screen } = await open(failedSnapshot(sampleProblem(code)))
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    fireEvent.click(screen.getByRole('button', { name }))
    expect(services.view.getState().overlay).toMatchObject({ name: 'edit-tunnel', focus })
  })

  test.each(['TARGET_NOT_CONNECTED', 'HANDSHAKE_TIMED_OUT', 'ENDPOINT_REFUSED'] as const)(
    '%s of one of several matches that are online leads through another one',
    async (code) => {
      const { client, screen } = await open(failedSnapshot(sampleProblem(code), 'en', 1))
      fireEvent.click(screen.getByRole('button', { name: 'See why' }))
      fireEvent.click(screen.getByRole('button', { name: 'Use another match' }))
      expect(client.inputsOf('tunnel.anotherMatch')).toMatchObject([{ ending: { connections: 'keep' } }])
    },
  )

  test('an address that the computer does not have is cured by a command that is copied', async () => {
    const { client, screen } = await open(failedSnapshot(sampleProblem('LOCAL_ADDRESS_MISSING')))
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    fireEvent.click(screen.getByRole('button', { name: 'Copy command' }))
    expect(client.inputsOf('clipboard.write')).toEqual([{ text: 'sudo ifconfig lo0 alias 127.0.0.2' }])
  })

  test.each([0, null])('offers no other match where none is known to be online (%s)', async (others) => {
    const { screen } = await open(failedSnapshot(sampleProblem('TARGET_NOT_CONNECTED'), 'en', others))
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    expect(screen.getByRole('button', { name: 'Choose a bastion' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Use another match' })).toBeNull()
  })

  test('whose database is silent leads to the security groups', async () => {
    const { client, screen } = await open(failedSnapshot(sampleProblem('ENDPOINT_TIMED_OUT')))
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    fireEvent.click(screen.getByRole('button', { name: 'Show security groups' }))
    expect(client.inputsOf('link.open')).toMatchObject([{ to: 'console', page: 'security-groups' }])
  })

  test.each([
    ['en', 'See why', 'Request for an administrator…', 'Copy', 'Copied the request', 'Please allow ssm:StartSession'],
    ['ja', '原因を見る', '管理者への依頼文…', 'コピー', '依頼文をコピーしました', 'ssm:StartSession の許可を追加'],
  ] as const)(
    'shows a letter to an administrator in the language of the window before it is copied (%s)',
    async (language, seeWhy, name, copy, copied, line) => {
      const problem = sampleProblem('ACCESS_DENIED')
      const { client, screen } = await open(failedSnapshot(problem, language))
      fireEvent.click(screen.getByRole('button', { name: seeWhy }))
      fireEvent.click(screen.getByRole('button', { name }))
      const letter = await screen.findByRole('dialog', { name: name.replace('…', '') })
      expect(letter.textContent).toContain(line)
      expect(client.inputsOf('clipboard.write')).toEqual([])
      fireEvent.click(within(letter).getByRole('button', { name: copy }))
      expect(await screen.findByText(copied)).toBeTruthy()
      expect(client.inputsOf('clipboard.write')).toEqual([{ text: expect.stringContaining(line) }])
    },
  )

  test('offers a letter beside another remedy, where one could help', async () => {
    const { client, screen } = await open(failedSnapshot(sampleProblem('ENDPOINT_REFUSED')))
    fireEvent.click(screen.getByRole('button', { name: 'See why' }))
    fireEvent.click(screen.getByRole('button', { name: 'Request…' }))
    fireEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Copy' }))
    expect(await screen.findByText('Copied the request')).toBeTruthy()
    expect(client.inputsOf('clipboard.write')).toEqual([{ text: expect.stringContaining('Request for the tunnel') }])
  })
})
