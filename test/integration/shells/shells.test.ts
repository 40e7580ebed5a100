import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ShellProgram } from '#contract/shells.ts'
import { sandboxOfFile } from '#test/support/sandbox-of-file.ts'
import { shellStage } from './shell-stage.ts'

const prompt = /\$ $/

const sandbox = sandboxOfFile({ behaviour: { firstOutputMs: 0 } })

describe.each(['builtin', 'plugin'] as const)('a shell of the app over the %s engine', (name) => {
  const stage = shellStage(name, sandbox)

  it('is opened with a sign-in, typed in, read and left; the service hears why it was opened', async () => {
    await stage.world.identity.signIns.signOut('harborline')
    const { id, page } = await stage.world.open({ reason: 'ticket 4711' })
    expect(stage.world.identity.pages).toHaveLength(1)
    expect(stage.world.shells.views()).toMatchObject([
      { id, targetName: 'bastion-a', status: { by: { engine: name } } },
    ])
    page.type('echo "sum=$((40 + 2))"\r')
    await page.shows(/sum=42\r\n/)
    page.type('exit\r')
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'left', problem: null, exitCode: null })
    await page.ended()
    const [started] = stage.sandbox.state().calls.filter(({ action }) => action === 'StartSession')
    expect(started?.details).toMatchObject({ reason: 'ticket 4711', document: 'SSM-SessionManagerRunShell' })
  })

  it('is closed at the service and here, though a program runs in it', async () => {
    const { id, page } = await stage.world.open()
    await page.shows(prompt)
    page.type('trap "" INT HUP; echo rea""dy; sleep 600\r')
    await page.shows(/ready\r\n/)
    stage.world.shells.end('main', id)
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'closed' })
    await expect.poll(() => stage.sandbox.state().sessions.active, { timeout: 10_000 }).toEqual([])
  })

  it('is opened again in its place, with another session', async () => {
    const { id, page } = await stage.world.open()
    await page.shows(prompt)
    page.type('exit\r')
    await stage.world.is(id, 'ended')
    stage.world.again(id)
    await stage.world.is(id, 'open')
    const next = stage.world.show(id)
    next.type('echo "sum=$((40 + 2))"\r')
    await next.shows(/sum=42\r\n/)
    expect(next.before).toBeNull()
    expect(page.isClosed).toBe(true)
    expect(stage.sandbox.state().calls.filter(({ action }) => action === 'StartSession')).toHaveLength(2)
  })

  const asking = 'read -s -p "name? " a; echo "a=$a"; read -s -n 1'
  const document = 'AWS-StartInteractiveCommand'
  const programs: readonly (readonly [string, ShellProgram])[] = [
    ['a command with a terminal', { run: 'command', command: asking, terminal: true }],
    ['a document with its parameters', { run: 'shell', document, parameters: { command: [asking] } }],
  ]
  it.each(programs)('runs %s', async (_name, program) => {
    const { id, page } = await stage.world.open({ program })
    page.type('yes\r')
    await page.shows(/a=yes\r\n/)
    page.type('.')
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'left' })
  })

  // AWS's plugin looks at the keyboard once something was printed.
  const hears = { builtin: 'at once', plugin: 'once something was printed' }[name]
  it(`runs a command that says nothing before it is typed to, and that hears it ${hears}`, async () => {
    const sign = join(stage.sandbox.home, 'sign')
    const speaks = `(until [ -e '${sign}' ]; do sleep 0.1; done; echo first) & `
    const { id, page } = await stage.world.open({
      program: { run: 'command', command: `${speaks}read -s a; echo "a=$a"; kill $! 2>/dev/null`, terminal: true },
    })
    page.type('yes\r')
    if (name === 'plugin') {
      await page.until(() => page.taken === 'yes\r'.length, 'that the keys were taken')
      await writeFile(sign, '')
    }
    await page.shows(name === 'plugin' ? /^first\r\na=yes\r\n/ : /^a=yes\r\n/)
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'left' })
    await rm(sign, { force: true })
  })

  it('runs a command without a terminal', async () => {
    const { id, page } = await stage.world.open({
      program: { run: 'command', command: 'echo out; echo err >&2', terminal: false },
    })
    await page.ended()
    expect(page.text()).toMatch(/^(out\nerr\n|err\nout\n)$/)
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'left' })
  })

  it('tells the exit code of a command whose document tells it', async () => {
    const program = {
      run: 'shell' as const,
      document: 'Harborline-RunCommand',
      parameters: { command: ['echo out; exit 3'] },
    }
    const { id } = await stage.world.open({ program })
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'left', exitCode: 3 })
  })

  it('goes on when its channel is cut, in the same session', async () => {
    const { id, page } = await stage.world.open()
    await page.shows(prompt)
    const { status } = stage.world.shells.views()[0]!
    page.type('sleep 1; echo "back=$((1 + 1))"\r')
    // The command runs, and nothing is on its way for a second: what is on its way when the channel goes, the plugin loses.
    await page.shows(/back=\$[^]*\[\?2004l/)
    stage.sandbox.fault({ kind: 'drop-session' })
    // A key that AWS's plugin reads before its channel is back ends it.
    if (name === 'plugin') await page.shows(/back=2\r\n/)
    page.type('echo "sum=$((40 + 2))"\r')
    await page.shows(/sum=42\r\n/)
    if (name === 'builtin') expect(await stage.world.is(id, 'open')).toEqual(status)
  })

  it.each([
    ['Your session timed out due to inactivity', 'idle'],
    ['The session has reached its maximum duration', 'duration'],
    ['Ended by an administrator', 'terminated'],
    ['', 'left'],
  ] as const)('ended by the service with the words %j is told as %s', async (output, how) => {
    const { id, page } = await stage.world.open()
    await page.shows(prompt)
    stage.sandbox.fault({ kind: 'end-session', output })
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how })
    await page.ended()
  })

  it('says what it may not do, in the words of AWS', async () => {
    const refused = stage.world.start({
      profile: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName: 'PortForwardOnly' },
    })
    expect(await stage.world.is(refused, 'failed')).toMatchObject({
      problem: { code: 'ACCESS_DENIED', details: { denial: { action: 'ssm:StartSession' } } },
    })
    const missing = stage.world.start({ program: { run: 'shell', document: 'Harborline-Nothing' } })
    expect(await stage.world.is(missing, 'failed')).toMatchObject({ problem: { code: 'DOCUMENT_INVALID' } })
    const wrong = stage.world.start({ program: { run: 'shell', document: 'AWS-StartInteractiveCommand' } })
    expect(await stage.world.is(wrong, 'failed')).toMatchObject({
      problem: { code: 'DOCUMENT_PARAMETERS', details: { parameter: 'command' } },
    })
    const target = { on: 'container', cluster: 'shop', task: 'web', container: 'app' } as const
    const container = stage.world.start({ target })
    expect(await stage.world.is(container, 'failed')).toMatchObject({ problem: { code: 'CONTAINER_NOT_RUNNING' } })
  })

  it('is lost with the relay, and can be opened again once there is one', async () => {
    const { id, page } = await stage.world.open()
    await page.shows(prompt)
    await stage.world.relay.crash()
    expect(await stage.world.is(id, 'ended')).toMatchObject({ how: 'lost', problem: { code: 'RELAY_STOPPED' } })
    stage.world.relay.start()
    stage.world.again(id)
    await stage.world.is(id, 'open')
    await stage.world.show(id).shows(prompt)
  })
})
