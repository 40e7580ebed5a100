import type { TemporaryCredentials } from '#contract/relay.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Log } from '../ports.ts'
import { inBackground } from './in-background.ts'
import type { CallerName } from './ports.ts'
import type { SignInBook } from './sign-in-book.ts'

interface PersonDeps {
  readonly log: Log
  readonly callerName: CallerName
}

/** Learns who is signed in from credentials that were fetched anyway; asked for until it is known, and then no more. */
export function learnPerson({ log, callerName }: PersonDeps, book: () => SignInBook) {
  const learn = async (session: SsoSession, credentials: TemporaryCredentials): Promise<void> => {
    const view = book()
      .views()
      .find(({ session: { name } }) => name === session.name)
    if (view === undefined || view.person !== undefined) return
    const person = await callerName(credentials, session.region)
    if (person !== null) book().recognise(session, person)
  }
  return (session: SsoSession, credentials: TemporaryCredentials): void =>
    inBackground(log, 'person-not-known', learn(session, credentials))
}
