import { redactText } from '../redaction/redaction.ts'
import { isSecretName } from '../redaction/secret-names.ts'

/** What stands for a value that is not shown. */
const hidden = '…'

/** Lines of a config file as they can be shown: without the values of settings that are secret by their name, or look like one. */
export function shownConfigLine(line: string): string {
  const [, begin, key] = /^(\s*([^=:\s#;][^=:]*?)\s*[=:]\s*)\S/.exec(line) ?? []
  if (begin !== undefined && key !== undefined && isSecretName(key)) return `${begin}${hidden}`
  return redactText(line).slice(0, 400)
}
