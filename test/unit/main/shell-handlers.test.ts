import { describe, expect, it } from 'vitest'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ShellRequest } from '#contract/shells.ts'
import type { WantedOpening } from '#core/app/production/window-gate.ts'
import type { Shells } from '#core/app/shells/shells.ts'
import { fail, ok } from '#domain/result.ts'
import { createShellHandlers } from '../../../main/handlers/shell-handlers.ts'

const caller = { window: 'main' }
const id = '7a0f43a5-7c0c-4b39-94bb-e27e1e7d2f11'
const size = { columns: 80, rows: 24 }
const place = { profile: { type: 'named', name: 'orders-prod' }, region: 'eu-west-1' } as const
const request: ShellRequest = {
  ...place,
  target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
  program: { run: 'shell' },
  name: 'bastion-a',
  environment: 'production',
}

/** Handlers whose gate opens to one agreement only, and what came through. */
function handlersWith(key: ProductionAgreement, known = request) {
  const asked: (readonly [string, WantedOpening])[] = []
  const done: string[] = []
  const remember = ({ name }: ShellRequest): void => void done.push(`remembered ${name}`)
  const opened: ShellRequest[] = []
  const shells = {
    open: (_window: string, asked: ShellRequest) => (done.push('open'), opened.push(asked), ok({ id })),
    again: (...[, , , environment]: Parameters<Shells['again']>) => (done.push(`again ${environment}`), ok(undefined)),
    requestOf: (window: string) => (window === caller.window ? ok(known) : fail('SHELL_UNKNOWN', {})),
  } as unknown as Shells
  const production = {
    admit: async (window: string, wanted: WantedOpening, agreed: ProductionAgreement) => {
      asked.push([window, wanted])
      return agreed === key ? ok(undefined) : fail('PRODUCTION_NOT_AGREED', { account: 'orders-prod' })
    },
  }
  const environmentOf = async ({ environment }: ShellRequest): Promise<string | null> =>
    environment === 'production' ? environment : 'staging'
  const deps = { shells, production, environmentOf, remember, join: () => undefined }
  return { handlers: createShellHandlers(deps), asked, done, opened }
}

describe('a shell that a window wants', () => {
  it('is opened once the gate before production has let it through', async () => {
    const { handlers, asked, done } = handlersWith('once')
    const refused = await handlers['shell.open']({ ...request, size, agreed: 'none' }, caller)
    expect(refused).toMatchObject({ ok: false, error: { code: 'PRODUCTION_NOT_AGREED' } })
    expect(done).toEqual([])
    expect(await handlers['shell.open']({ ...request, size, agreed: 'once' }, caller)).toEqual(ok({ id }))
    expect(done).toEqual(['open', 'remembered bastion-a'])
    expect(asked).toEqual([
      [caller.window, request],
      [caller.window, request],
    ])
  })

  it('is for what main knows of the account, whatever the page calls it', async () => {
    const { handlers, opened } = handlersWith('none')
    await handlers['shell.open']({ ...request, environment: 'development', size, agreed: 'none' }, caller)
    expect(opened).toEqual([{ ...request, environment: 'staging' }])
  })

  it('is opened again in the same way, and only where it is known', async () => {
    const { handlers, done } = handlersWith('today')
    const refused = await handlers['shell.again']({ id, size, agreed: 'once' }, caller)
    expect(refused).toMatchObject({ ok: false, error: { code: 'PRODUCTION_NOT_AGREED' } })
    const foreign = await handlers['shell.again']({ id, size, agreed: 'today' }, { window: 'other' })
    expect(foreign).toMatchObject({ ok: false, error: { code: 'SHELL_UNKNOWN' } })
    expect(done).toEqual([])
    await handlers['shell.again']({ id, size, agreed: 'today' }, caller)
    expect(done).toEqual(['again production'])
  })

  it('is opened again for what its account is for by now, past the gate of that', async () => {
    const { handlers, asked, done } = handlersWith('today', { ...request, environment: 'development' })
    await handlers['shell.again']({ id, size, agreed: 'today' }, caller)
    expect(asked).toEqual([[caller.window, { ...request, environment: 'staging' }]])
    expect(done).toEqual(['again staging'])
  })
})
