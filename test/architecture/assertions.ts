import { importsOf, resolveInProject } from './imports.ts'
import { isCode, type SourceFile } from './source-tree.ts'

/** A stretch of code that begins at one line and ends before the next that stands as far out. */
interface Block {
  readonly name: string
  readonly line: number
  readonly text: string
}

const testStart = /^\s*(?:it|test)(?:\.(?:each|concurrent|sequential|skipIf|runIf|fails|only))*[(<]/
const functionStart =
  /^\s*(?:export )?(?:readonly |override |static )?(?:(?:async )?function\*? (\w+)|(?:const )?(\w+)(?:: [^=]+)? = (?:async )?(?:\(|<|\w+ =>)|(\w+): (?:async )?(?:\(.*\)|\w+)(?:: [^=]+)? =>|(?:async )?(#?\w+)\(.*(?:\{|,|\()$)/
const commentOrText = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g
/** Stands for a line break inside of a template or a comment: what follows it is no line of code. */
const folded = '\u0001'
const blank = (text: string): string => text.replace(/[^\n]/g, ' ').replaceAll('\n', folded)
const keyword = /^(if|for|while|switch|catch|return|await|expect|describe|it|test|function)$/
/** A body that fails by itself: an assertion, or an error that is thrown when something is not as it should be. */
const asserts = /\b(?:expect|assert)\b|\bthrow\b|\breject\(/

/** Tests whose body asserts nothing: neither itself nor by a function of this file, or of one that it imports, that does. */
export function idleTests(files: readonly SourceFile[]): readonly string[] {
  const tests = files.filter((file) => isCode(file) && file.path.startsWith('test/')).map(readTestFile)
  findAsserting(tests)
  return tests.flatMap((file) =>
    blocksOf(file.source, testStart)
      .filter(({ text }) => !/\b(?:expect|assert)\b/.test(text) && !callsAsserting(text, file, tests))
      .map(({ line }) => `${file.source.path}:${line} asserts nothing`),
  )
}

interface TestFile {
  readonly source: SourceFile
  /** Paths of this file and of those that it imports. */
  readonly near: ReadonlySet<string>
  readonly functions: readonly Block[]
  /** Names of its functions that assert, or call one that does. */
  readonly asserting: Set<string>
}

function readTestFile(source: SourceFile): TestFile {
  const imported = importsOf(source).flatMap((specifier) => resolveInProject(source, specifier) ?? [])
  const functions = blocksOf(source, functionStart).filter(({ name }) => !keyword.test(name))
  const asserting = functions.filter(({ text }) => asserts.test(text)).map(({ name }) => name)
  return { source, near: new Set([source.path, ...imported]), functions, asserting: new Set(asserting) }
}

/** Adds those that assert by calling another, until there are no more. */
function findAsserting(tests: readonly TestFile[]): void {
  for (let isNew = true; isNew;) {
    isNew = false
    for (const file of tests) {
      const more = file.functions.filter(
        ({ name, text }) => !file.asserting.has(name) && callsAsserting(text, file, tests),
      )
      for (const { name } of more) file.asserting.add(name)
      isNew ||= more.length > 0
    }
  }
}

function callsAsserting(text: string, { near }: TestFile, tests: readonly TestFile[]): boolean {
  const called = new Set([...text.matchAll(/(#?\w+)[(<]|\((\w+)[,)]/g)].map(([, name, passed]) => name ?? passed ?? ''))
  return tests.some(({ source, asserting }) => near.has(source.path) && [...asserting].some((name) => called.has(name)))
}

function blocksOf(file: SourceFile, start: RegExp): readonly Block[] {
  const lines = file.text.replace(commentOrText, blank).split('\n')
  let before = 0
  return lines.flatMap((code, index) => {
    const line = before + 1
    before += code.split(folded).length
    const match = start.exec(code)
    if (match === null) return []
    const name = match.slice(1).find((group) => group !== undefined) ?? ''
    return [{ name, line, text: blockAt(lines, index) }]
  })
}

/** The project's formatter puts what belongs to a statement further in than where the statement begins. */
function blockAt(lines: readonly string[], first: number): string {
  const indent = indentOf(lines[first]!)
  const rest = lines.slice(first + 1)
  const end = rest.findIndex((line) => line.trim() !== '' && indentOf(line) <= indent && !/^\s*[\])}]/.test(line))
  return [lines[first], ...(end === -1 ? rest : rest.slice(0, end))].join('\n')
}

const indentOf = (line: string): number => line.length - line.trimStart().length
