import { until, type AppUnderTest } from '../support/app-under-test.ts'

/**
 * Closes the window as its user would, and waits until its page is gone. A window that opens while the debugger of these tests is still
 * attached to the page of the last one ends Electron 33 with SIGSEGV about once in ten times; without the debugger it does not
 * (none of 360).
 */
export async function closeWindow({ app }: Pick<AppUnderTest, 'app'>): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await until(async () => (app.windows().length === 0 ? true : null), 'the window to close')
}
