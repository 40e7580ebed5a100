import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ok } from '#domain/result.ts'
import type { ProgramRun } from '#core/app/ports.ts'
import { settings as settingsSchema, type Settings } from '#contract/snapshot.ts'
import { messagesOf } from '#words/messages.ts'

const shown = vi.hoisted(() => ({ notifications: [] as unknown[], dialogs: [] as unknown[], isSupported: true }))

vi.mock('electron', () => ({
  Notification: class {
    static readonly isSupported = (): boolean => shown.isSupported
    readonly #text: unknown
    constructor(text: unknown) {
      this.#text = text
    }
    show(): void {
      shown.notifications.push(this.#text)
    }
    close(): void {}
  },
  dialog: { showMessageBox: async (text: unknown) => void shown.dialogs.push(text) },
}))

const { createLivesOnNote } = await import('../../../main/notifications/lives-on.ts')
const { findWayBack } = await import('../../../main/system/way-back.ts')

function bookOf(first: Partial<Settings> = {}) {
  let current: Settings = { ...settingsSchema.parse({}), ...first }
  return {
    current: () => current,
    change: async (part: Partial<Settings>) => {
      current = { ...current, ...part }
      return ok(current)
    },
  }
}

beforeEach(() => {
  shown.notifications.splice(0)
  shown.dialogs.splice(0)
  shown.isSupported = true
})

describe('the note that the app lives on', () => {
  const words = () => messagesOf('en')

  it('is said once, with the way back, and is remembered', async () => {
    const settings = bookOf()
    const note = createLivesOnNote({ settings, words, wayBack: async () => 'start-again' })
    note.windowClosed()
    note.windowClosed()
    await vi.waitFor(() => expect(settings.current().knowsAppLivesOn).toBe(true))
    expect(shown.notifications).toEqual([
      { title: 'Culvert keeps running', body: expect.stringContaining('Start Culvert again') },
    ])
    createLivesOnNote({ settings, words, wayBack: async () => 'tray' }).windowClosed()
    await Promise.resolve()
    expect(shown.notifications).toHaveLength(1)
  })

  it('is a dialog where the system shows no notifications', async () => {
    shown.isSupported = false
    createLivesOnNote({ settings: bookOf(), words, wayBack: async () => 'tray' }).windowClosed()
    await vi.waitFor(() => expect(shown.dialogs).toHaveLength(1))
    expect(shown.dialogs[0]).toMatchObject({ detail: expect.stringContaining('tray') })
  })

  it('is not said when the app quits meanwhile', async () => {
    const settings = bookOf()
    let answer = (): void => {}
    const asked = new Promise<'tray'>((resolve) => (answer = () => resolve('tray')))
    const note = createLivesOnNote({ settings, words, wayBack: () => asked })
    note.windowClosed()
    note.dispose()
    answer()
    await asked
    await Promise.resolve()
    expect([...shown.notifications, settings.current().knowsAppLivesOn]).toEqual([false])
  })
})

describe('the way back to a closed window', () => {
  const answers = (run: ProgramRun) => async (): Promise<ProgramRun> => run
  const said = (output: string): ProgramRun => ({ kind: 'exited', code: 0, output, complaint: '' })

  it.each([
    ['tray', said('(<true>,)\n')],
    ['start-again', said('(<false>,)\n')],
    ['start-again', { kind: 'exited', code: 1, output: '', complaint: 'no such name' }],
    ['start-again', { kind: 'not-started', errorCode: 'ENOENT' }],
    ['start-again', { kind: 'timed-out' }],
  ] as const)('is %s on Linux when the desktop answers %j', async (way, run) => {
    expect(await findWayBack('linux', answers(run))).toBe(way)
  })

  it('is known without a question elsewhere', async () => {
    const never = async (): Promise<ProgramRun> => await Promise.reject(new Error('asked'))
    expect([await findWayBack('darwin', never), await findWayBack('win32', never)]).toEqual(['menu-bar', 'tray'])
  })
})
