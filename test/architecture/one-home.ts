import { withoutComments } from './imports.ts'
import { isProduct, type SourceFile } from './source-tree.ts'

/** Knowledge that has one home, and what a second one would look like. */
interface Home {
  readonly what: string
  /** Files or folders where it is at home. */
  readonly homes: readonly string[]
  /** True for text that holds it. Comments are gone. */
  isIn(text: string): boolean
}

const kindNames = ['postgresql', 'mysql', 'redis', 'opensearch', 'tcp']

/** Two kinds or more, as values or as keys: the beginning of a list. */
function namesKinds(text: string): boolean {
  const named = kindNames.filter((kind) => new RegExp(`['"]${kind}['"]|^\\s*${kind}\\s*:`, 'm').test(text))
  return named.length >= 2
}

const inText =
  (...patterns: readonly RegExp[]) =>
  (text: string): boolean =>
    patterns.some((pattern) => pattern.test(text))

export const homes: readonly Home[] = [
  {
    what: 'partitions of AWS',
    homes: ['domain/partition/'],
    isIn: inText(/amazonaws\.(com\.cn|eu|cn)|c2s\.ic\.gov|startsWith\('cn-'\)/),
  },
  {
    what: 'kinds of databases',
    // Words name them; files of the first catalog version keep the kinds of their day.
    homes: ['domain/kinds/', 'contract/forms.ts', 'words/', 'core/store/catalog-version-1.ts'],
    isIn: namesKinds,
  },
  {
    what: 'ids of the environments that are ours',
    // Words name them; files of the first catalog version know no others; in main such a word says what a build is for.
    homes: ['domain/environments.ts', 'words/', 'core/store/catalog-version-1.ts', 'main/'],
    // A tone is one of the design's.
    isIn: inText(/(?<!data-tone=)['"`](?:production|staging|development)['"`]|^\s*(?:production|staging)\s*:/m),
  },
  {
    what: 'applying a change to a snapshot',
    homes: ['domain/snapshot/', 'contract/snapshot.ts'],
    isIn: inText(/case ['"](tunnel|sign-in)-removed['"]/),
  },
  {
    what: "a tunnel's full name",
    homes: ['domain/tunnel-text/full-name.ts'],
    isIn: inText(/\.name\}? ?\$\{[^}]*\blabel\b/),
  },
  {
    what: 'a target rule as text',
    homes: ['domain/tunnel-text/target-rule.ts'],
    isIn: inText(/\$\{\w+\.key\}=\$\{\w+\.value\}/),
  },
  {
    what: 'forms of secrets',
    // The parser of pasted text drops a password by the name of its setting, before there is a text to redact.
    homes: ['domain/redaction/'],
    isIn: inText(/A\[KS\]IA|\(\?:AKIA|X-Amz-Signature\|/i),
  },
  {
    what: 'a race with a deadline',
    homes: ['domain/clock/'],
    isIn: inText(
      /interface Clock\b|type Clock =/,
      /Promise<'late'>/,
      /Promise\.race\(\[[^\]]*\b(late|deadline|timeout)\b/i,
    ),
  },
  {
    what: "the terminal's colours and widths",
    homes: ['renderer/parts/terminal/'],
    isIn: inText(/['"]--term-(?:red|cursor|bg)['"]|\bnew Terminal\(/),
  },
  {
    what: 'a set of listeners',
    // Pauses are ended one by one, each only once.
    homes: ['domain/listeners/', 'core/app/sessions/pauses.ts'],
    isIn: inText(/\bSet<\(\w*(: [^)]*)?\) => void>|\bSet<Listener>|\b\w*[lL]isteners\.add\(/),
  },
]

/** Knowledge that stands outside its home. The sandbox has knowledge of its own on purpose. */
export function secondHomes(files: readonly SourceFile[]): readonly string[] {
  const ours = files.filter((file) => isProduct(file) && !file.path.startsWith('sandbox/'))
  return ours.flatMap(({ path, text }) => {
    const code = withoutComments(text)
    return homes
      .filter((home) => !home.homes.some((at) => path.startsWith(at)) && home.isIn(code))
      .map(({ what }) => `${path}: ${what}`)
  })
}
