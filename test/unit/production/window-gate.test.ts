import { describe, expect, it } from 'vitest'
import { createHandWatch } from '#core/app/production/hand-watch.ts'
import { createWindowGate, type WantedOpening } from '#core/app/production/window-gate.ts'
import { fail, ok } from '#domain/result.ts'
import { createManualClock } from '../identity/manual-clock.ts'

const refused = fail('PRODUCTION_NOT_AGREED', { account: 'orders-prod' })
const bastion: WantedOpening = {
  profile: { type: 'named', name: 'orders-prod' },
  region: 'eu-west-1',
  target: { on: 'node', id: 'i-0ab3f29c81d7e4402' },
  environment: 'production',
}
const other: WantedOpening = { ...bastion, target: { on: 'node', id: 'i-0c55d1be90e1f2a38' } }

/** A gate to an account of production, with what is open in the window, and whom main asks in its dialog. */
function stage(answer: 'yes' | 'no' = 'no') {
  const clock = createManualClock()
  const hands = createHandWatch(clock)
  const dialogs: string[] = []
  const open: WantedOpening[] = []
  const leads = { to: '482100973316' }
  const gate = createWindowGate({
    clock,
    hands,
    production: {
      admit: async (_wish, agreement) => (agreement === 'none' ? refused : ok(undefined)),
      accountOf: async () => leads.to,
    },
    ask: async (account) => (dialogs.push(account), answer === 'yes'),
    openIn: (window) => (window === 'main' ? open : []),
  })
  return { clock, hands, dialogs, open, leads, gate }
}

describe('the answer of a page to the question about production', () => {
  it('is believed when somebody has pressed something since it was told to ask', async () => {
    const { gate, hands, dialogs } = stage()
    expect(await gate.admit('main', bastion, 'none')).toEqual(refused)
    hands.pressed('main')
    expect(await gate.admit('main', bastion, 'today')).toEqual(ok(undefined))
    expect(dialogs).toEqual([])
  })

  it('is worth nothing by itself: main asks, and refuses after a no without another dialog', async () => {
    const { gate, dialogs, clock } = stage('no')
    await gate.admit('main', bastion, 'none')
    expect(await gate.admit('main', bastion, 'today')).toEqual(refused)
    expect(await gate.admit('main', bastion, 'once')).toEqual(refused)
    expect(dialogs).toEqual(['orders-prod'])
    await clock.advance(10_000)
    await gate.admit('main', bastion, 'today')
    expect(dialogs).toHaveLength(2)
  })

  it('is taken without a press once main was told yes', async () => {
    const { gate, dialogs } = stage('yes')
    expect(await gate.admit('main', bastion, 'once')).toEqual(ok(undefined))
    expect(dialogs).toEqual(['orders-prod'])
  })
})

describe('an agreement for once', () => {
  async function agreedOnce() {
    const made = stage()
    await made.gate.admit('main', bastion, 'none')
    made.hands.pressed('main')
    await made.gate.admit('main', bastion, 'once')
    made.open.push(bastion)
    return made
  }

  it('is for the same target in the same window: a split, or the shell opened again', async () => {
    const { gate, open } = await agreedOnce()
    expect(await gate.admit('main', { ...bastion }, 'none')).toEqual(ok(undefined))
    expect(await gate.admit('main', other, 'none')).toEqual(refused)
    open.push(other)
    expect(await gate.admit('main', other, 'none')).toEqual(refused)
    expect(await gate.admit('second', bastion, 'none')).toEqual(refused)
  })

  it('is over when nothing of that target is in the window any more', async () => {
    const { gate, open } = await agreedOnce()
    open.pop()
    expect(await gate.admit('main', bastion, 'none')).toEqual(refused)
    open.push(bastion)
    expect(await gate.admit('main', bastion, 'none')).toEqual(refused)
  })

  it('is for that account: the same profile is asked about when it leads to another one', async () => {
    const { gate, leads, dialogs } = await agreedOnce()
    leads.to = '207719483305'
    expect(await gate.admit('main', bastion, 'none')).toEqual(refused)
    leads.to = '482100973316'
    expect(await gate.admit('main', bastion, 'none')).toEqual(ok(undefined))
    expect(dialogs).toEqual([])
  })

  it('is over with the day', async () => {
    const { gate, clock } = await agreedOnce()
    await clock.advance(24 * 3_600_000)
    expect(await gate.admit('main', bastion, 'none')).toEqual(refused)
  })
})
