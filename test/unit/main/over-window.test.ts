import { beforeEach, expect, it, vi } from 'vitest'
import { askOverWindow, chooseOverWindow, placeOverWindow } from '../../../main/dialogs/over-window.ts'

const shown = vi.hoisted(() => ({ focused: null as string | null, all: [] as string[], given: [] as unknown[] }))
const answer = vi.hoisted(() => ({
  response: 1,
  checkboxChecked: false,
  canceled: false,
  filePaths: ['/a'],
  filePath: '/b',
}))
vi.mock('electron', () => {
  const show = async (...given: unknown[]) => {
    shown.given = given
    return answer
  }
  return {
    BrowserWindow: { getFocusedWindow: () => shown.focused, getAllWindows: () => shown.all },
    dialog: { showMessageBox: show, showOpenDialog: show, showSaveDialog: show },
  }
})

beforeEach(() => {
  Object.assign(shown, { focused: null, all: [] })
  answer.canceled = false
})

it.each([
  ['the one in use', 'used', ['first', 'used'], ['used']],
  ['another one while none is in use', null, ['first', 'second'], ['first']],
  ['none while there is none', null, [], []],
] as const)('a dialog belongs to a window: %s', async (_, focused, all, over) => {
  Object.assign(shown, { focused, all })
  for (const show of [askOverWindow, chooseOverWindow, placeOverWindow]) {
    const options = { message: 'Sure?' }
    await show(options)
    expect(shown.given).toEqual([...over, options])
  }
})

it('what was chosen is given, and nothing of a dialog that was closed', async () => {
  expect([await chooseOverWindow({}), await placeOverWindow({})]).toEqual([['/a'], '/b'])
  answer.canceled = true
  expect([await chooseOverWindow({}), await placeOverWindow({})]).toEqual([[], null])
})
