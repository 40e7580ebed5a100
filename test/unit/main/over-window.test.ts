import { beforeEach, expect, it, vi } from 'vitest'
import { askOverWindow, chooseOverWindow, placeOverWindow } from '../../../main/system/over-window.ts'

const shown = vi.hoisted(() => ({ focused: null as object | null, all: [] as object[], given: [] as unknown[] }))
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

const [used, seen, hidden] = [true, true, false].map((isVisible) => ({ isVisible: () => isVisible }))

it.each([
  ['the one in use', used, [seen, used], [used]],
  ['another that can be seen, while none is in use', null, [hidden, seen], [seen]],
  ['none while there is none to be seen', null, [hidden], []],
])('a dialog belongs to a window: %s', async (_, focused, all, over) => {
  Object.assign(shown, { focused, all })
  for (const show of [askOverWindow, chooseOverWindow, placeOverWindow]) {
    const options = { message: 'Sure?' }
    await show(options)
    expect(shown.given).toHaveLength(over.length + 1)
    expect([shown.given[0], shown.given.at(-1)]).toEqual([over[0] ?? options, options])
  }
})

it('what was chosen is given, and nothing of a dialog that was closed', async () => {
  expect([await chooseOverWindow({}), await placeOverWindow({})]).toEqual([['/a'], '/b'])
  answer.canceled = true
  expect([await chooseOverWindow({}), await placeOverWindow({})]).toEqual([[], null])
})
