import type { CallHandlers } from '#contract/calls.ts'
import type { fileCalls } from '#contract/files.ts'
import { fail } from '#domain/result.ts'

type FileHandlers = Pick<CallHandlers, keyof typeof fileCalls>

const unknown = async () => fail('FILES_UNKNOWN', {})

/** What a window may do with the files of targets. */
export function createFileHandlers(): FileHandlers {
  return {
    'files.open': unknown,
    'files.again': unknown,
    'files.close': unknown,
    'files.forgetHostKey': unknown,
    'files.list': unknown,
    'files.upload': unknown,
    'files.download': unknown,
    'files.answer': unknown,
    'files.pause': unknown,
    'files.goOn': unknown,
    'files.cancel': unknown,
    'files.retry': unknown,
    'files.clear': unknown,
    'files.reveal': unknown,
  }
}
