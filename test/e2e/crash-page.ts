import { until, type AppUnderTest } from '../support/app-under-test.ts'

interface PageProcess {
  readonly pid: number
  readonly isLoading: boolean
}

async function pageProcess({ app }: AppUnderTest): Promise<PageProcess> {
  return await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) throw new Error('there is no window')
    return { pid: contents.getOSProcessId(), isLoading: contents.isLoading() }
  })
}

/**
 * Lets the page's process crash; resolves once another one shows the page. It is looked for from here: what main is asked while a page
 * comes up may stay without an answer.
 */
export async function crashPage(culvert: AppUnderTest): Promise<void> {
  const before = await pageProcess(culvert)
  await culvert.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  })
  await until(async () => {
    const { pid, isLoading } = await pageProcess(culvert)
    return pid > 0 && pid !== before.pid && !isLoading ? true : null
  }, 'the page, once more')
}
