import type { Denial } from '#contract/aws-answer.ts'
import type { AccessRequest, Need } from '#domain/access-request/access-request.ts'
import type { RequestSubject } from '#domain/access-request/subject.ts'

type NeedOf<K extends Need['kind']> = Extract<Need, { readonly kind: K }>

type OfSubject<T> = Readonly<Record<RequestSubject['of'], T>>

/** The words of a letter to an administrator, in one language. A list of lines is one paragraph. */
export interface LetterWords {
  readonly subject: OfSubject<(name: string, environment: string | null) => string>
  readonly greeting: string
  /** Of a tunnel with its endpoint, of a shell with its name. */
  readonly opening: OfSubject<(reached: string) => string>
  readonly closing: string
  readonly policy: string
  /** Why it was refused, as a fact. */
  readonly denial: (denial: Pick<Denial, 'how' | 'policyType'>) => string
  readonly facts: Readonly<Record<LetterFact, string>>
  readonly needs: { readonly [K in Need['kind']]: (need: NeedOf<K>, request: AccessRequest) => readonly string[] }
}

/** Facts that a letter may name, one a line. */
export type LetterFact =
  | 'account'
  | 'permissionSet'
  | 'profile'
  | 'region'
  | 'node'
  | 'endpoint'
  | 'action'
  | 'resources'
  | 'document'
  | 'principal'
  | 'denial'
  | 'time'
  | 'requestId'
