import { problemOf } from '#domain/problem/problem.ts'
import { FileTrouble } from './file-side.ts'

const forms = [
  { code: 'FILE_GONE', words: /no such file|not a directory|directory nonexistent|nonexistent directory/i },
  { code: 'FILE_FORBIDDEN', words: /permission denied|operation not permitted|read-only file system/i },
  { code: 'DISK_FULL', words: /no space left|quota exceeded|disk full/i },
] as const

/** What a program or server at the far end says of a path, as a problem. `words` are in English: programs there run in the C locale. */
export function farTrouble(words: string, path: string): FileTrouble {
  const file = { side: 'there', name: path } as const
  const form = forms.find((one) => one.words.test(words))
  if (form !== undefined) return new FileTrouble(problemOf(form.code, file))
  const reason = words.trim().slice(0, 300) || 'nothing'
  return new FileTrouble(problemOf('FILE_FAILED', { ...file, reason }))
}
