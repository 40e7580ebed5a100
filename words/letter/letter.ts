import type { AccessRequest } from '#domain/access-request/access-request.ts'
import { oneLine } from '#domain/access-request/scope.ts'
import type { PolicyDocument } from '#domain/access-request/policy.ts'
import type { RequestSubject } from '#domain/access-request/subject.ts'
import { formatUtc } from '../format.ts'
import type { LetterFact, LetterWords } from './letter-words.ts'

type Fact = readonly [name: LetterFact, values: string | readonly string[] | null]

/**
 * A request as a short plain text to an administrator. `environment` is what the subject's is called, if it has one. No secret is in it, and no
 * line that a name or a message made.
 */
export function letterOf(request: AccessRequest, environment: string | null, words: LetterWords): string {
  const { subject } = request
  const name = oneLine(subject.name)
  const policy = policyIn(request)
  const paragraphs = [
    words.subject[subject.of](name, environment && oneLine(environment)),
    words.greeting,
    words.opening[subject.of](addressOf(subject) ?? name),
    factLines(words, factsOf(request, words)),
    needLines(words, request),
    ...(policy === null ? [] : [`${words.policy}\n\n${JSON.stringify(policy, null, 2)}`]),
    words.closing,
  ]
  return `${paragraphs.join('\n\n')}\n`
}

function addressOf({ endpoint }: RequestSubject): string | null {
  return endpoint === null ? null : `${endpoint.host}:${endpoint.port}`
}

function factsOf(request: AccessRequest, words: LetterWords): readonly Fact[] {
  const { subject, scope, need, principal, at, requestId } = request
  const { profile } = subject
  const refused = need.kind === 'permission' ? need : null
  const denial = refused?.denial ?? null
  return [
    ['account', scope.accountId],
    ['permissionSet', profile?.type === 'sso' ? oneLine(profile.roleName) : null],
    ['profile', profile?.type === 'named' ? oneLine(profile.name) : null],
    ['region', scope.region],
    ['node', scope.targetId],
    ['endpoint', addressOf(subject)],
    ['action', refused?.action ?? null],
    ['resources', refused?.resources ?? null],
    ['document', scope.document],
    ['principal', principal],
    ['denial', denial && words.denial(denial)],
    ['time', formatUtc(at)],
    ['requestId', requestId],
  ]
}

function factLines(words: LetterWords, facts: readonly Fact[]): string {
  return facts
    .flatMap(([name, values]) => {
      if (values === null) return []
      const label = words.facts[name]
      if (typeof values === 'string') return [`${label}: ${values}`]
      return values.length === 1 ? [`${label}: ${values[0]}`] : [`${label}:`, ...values.map((value) => `  ${value}`)]
    })
    .join('\n')
}

function needLines(words: LetterWords, request: AccessRequest): string {
  const { need } = request
  // The key says which member of the union the need is; TypeScript can not follow that through an index.
  const say = words.needs[need.kind] as (own: typeof need, whole: AccessRequest) => readonly string[]
  return say(need, request).join('\n')
}

function policyIn({ need }: AccessRequest): PolicyDocument | null {
  return need.kind === 'permission' || need.kind === 'start-node' ? need.policy : null
}
