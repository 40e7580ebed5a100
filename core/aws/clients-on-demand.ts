import type { CallerOf } from '../app/sessions/session-request.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import type { SessionDirectory } from '../app/aws-sessions/ports.ts'
import type { CallerName, NamedCredentialsPort, OidcPort, PortalPort } from '../app/identity/ports.ts'
import type { AccessRequests } from '../app/node-access-ports.ts'
import type { InstanceStarterDeps } from './ec2/instance-starter.ts'
import type {
  DataKeys,
  InstanceStarter,
  PreferenceReader,
  ServiceInventory,
  SessionDocuments,
  SessionService,
  TargetInventory,
} from '../app/ports.ts'
import type { KeyPush, KeyPushDeps } from './ec2-instance-connect/key-push.ts'
import type { ServiceInventoryDeps } from './ecs/service-inventory.ts'
import type { AwsHttp } from './http/client-http.ts'
import type { DataKeysDeps } from './kms/data-keys.ts'
import type { NamedCredentialsDeps } from './profiles/named-credentials.ts'
import type { AccessRequestsDeps } from './ssm/access-requests.ts'
import type { AccountPreferencesDeps } from './ssm/account-preferences.ts'
import type { SessionDirectoryDeps } from './ssm/open-sessions.ts'
import type { SessionDocumentsDeps } from './ssm/session-documents.ts'
import type { SessionServiceDeps } from './ssm/session-service.ts'
import type { CallerOfDeps } from './sts/caller-identity.ts'
import type { OidcDeps } from './sso-oidc/oidc.ts'
import type { TargetInventoryDeps } from './targets/target-inventory.ts'
import type { PortalDeps } from './sso-portal/portal.ts'

/*
 * AWS's clients are most of the program's text. A window that shows what was saved needs none of them, so each adapter that
 * has one is loaded with its first call.
 */

const modules = {
  named: once(() => import('./profiles/named-credentials.ts')),
  sessions: once(() => import('./ssm/session-service.ts')),
  targets: once(() => import('./targets/target-inventory.ts')),
  oidc: once(() => import('./sso-oidc/oidc.ts')),
  console: once(() => import('./console-sign-in/console-sign-in.ts')),
  portal: once(() => import('./sso-portal/portal.ts')),
  identity: once(() => import('./sts/caller-identity.ts')),
  caller: once(() => import('./sts/caller-name.ts')),
  keys: once(() => import('./kms/data-keys.ts')),
  preferences: once(() => import('./ssm/account-preferences.ts')),
  directory: once(() => import('./ssm/open-sessions.ts')),
  access: once(() => import('./ssm/access-requests.ts')),
  services: once(() => import('./ecs/service-inventory.ts')),
  documents: once(() => import('./ssm/session-documents.ts')),
  starter: once(() => import('./ec2/instance-starter.ts')),
  keyPush: once(() => import('./ec2-instance-connect/key-push.ts')),
}

/** Loads AWS's clients one after the other, so that no first call has to; whoever calls in between is let through. */
export async function loadAwsClients(): Promise<void> {
  for (const load of Object.values(modules)) await load()
}

/** {@link SessionService} over Systems Manager and EC2. */
export function createSessionService(deps: SessionServiceDeps): SessionService {
  const service = once(async () => (await modules.sessions()).createSessionService(deps))
  return {
    findTargets: async (...asked) => await (await service()).findTargets(...asked),
    resolveTarget: async (...asked) => await (await service()).resolveTarget(...asked),
    start: async (...asked) => await (await service()).start(...asked),
    resume: async (...asked) => await (await service()).resume(...asked),
    terminate: async (...asked) => await (await service()).terminate(...asked),
  }
}

/** {@link TargetInventory} over Systems Manager, EC2 and ECS. */
export function createTargetInventory(deps: TargetInventoryDeps): TargetInventory {
  const inventory = once(async () => (await modules.targets()).createTargetInventory(deps))
  return { read: async (...asked) => await (await inventory()).read(...asked) }
}

/** Where sign-ins are made: IAM Identity Center's OIDC service, and AWS Sign-In for console sessions. Neither takes AWS credentials. */
export function createOidc(deps: OidcDeps): OidcPort {
  const portals = once(async () => (await modules.oidc()).createOidc(deps))
  const consoles = once(async () => (await modules.console()).createConsoleSignIn(deps))
  const of = (session: SsoSession): Promise<OidcPort> => (isConsoleSession(session) ? consoles() : portals())
  return {
    register: async (session, ...asked) => await (await of(session)).register(session, ...asked),
    authorization: async (session, ...asked) => await (await of(session)).authorization(session, ...asked),
    startDevice: async (session, ...asked) => await (await of(session)).startDevice(session, ...asked),
    redeem: async (session, ...asked) => await (await of(session)).redeem(session, ...asked),
  }
}

/** IAM Identity Center's portal. */
export function createPortal(deps: PortalDeps): PortalPort {
  const portal = once(async () => (await modules.portal()).createPortal(deps))
  return {
    listAccounts: async (...asked) => await (await portal()).listAccounts(...asked),
    listRoles: async (...asked) => await (await portal()).listRoles(...asked),
    roleCredentials: async (...asked) => await (await portal()).roleCredentials(...asked),
    logout: async (...asked) => await (await portal()).logout(...asked),
  }
}

/** Credentials of the profiles that are not SSO. */
export function createNamedCredentials(deps: NamedCredentialsDeps): NamedCredentialsPort {
  const named = once(async () => (await modules.named()).createNamedCredentials(deps))
  return {
    credentialsOf: async (...asked) => await (await named()).credentialsOf(...asked),
    // Loaded already, or nothing was given out.
    refused: (profile) =>
      void named().then(
        (loaded) => loaded.refused(profile),
        () => {},
      ),
  }
}

/** What accounts want of shells. */
export function createAccountPreferences(deps: AccountPreferencesDeps): PreferenceReader {
  const reader = once(async () => (await modules.preferences()).createAccountPreferences(deps))
  return { preferencesOf: async (...asked) => await (await reader()).preferencesOf(...asked) }
}

/** Access to nodes on request. */
export function createAccessRequests(deps: AccessRequestsDeps): AccessRequests {
  const requests = once(async () => (await modules.access()).createAccessRequests(deps))
  return {
    mayAsk: async (...asked) => await (await requests()).mayAsk(...asked),
    start: async (...asked) => await (await requests()).start(...asked),
    decision: async (...asked) => await (await requests()).decision(...asked),
  }
}

/** Services of ECS. */
export function createServiceInventory(deps: ServiceInventoryDeps): ServiceInventory {
  const services = once(async () => (await modules.services()).createServiceInventory(deps))
  return { servicesAt: async (...asked) => await (await services()).servicesAt(...asked) }
}

/** Session documents of accounts. */
export function createSessionDocuments(deps: SessionDocumentsDeps): SessionDocuments {
  const documents = once(async () => (await modules.documents()).createSessionDocuments(deps))
  return {
    namesIn: async (...asked) => await (await documents()).namesIn(...asked),
    read: async (...asked) => await (await documents()).read(...asked),
  }
}

/** Sessions that are open under the caller's own name. */
export function createSessionDirectory(deps: SessionDirectoryDeps): SessionDirectory {
  const directory = once(async () => (await modules.directory()).createSessionDirectory(deps))
  return { openAt: async (...asked) => await (await directory()).openAt(...asked) }
}

/** Instances that are stopped. */
export function createInstanceStarter(deps: InstanceStarterDeps): InstanceStarter {
  const starter = once(async () => (await modules.starter()).createInstanceStarter(deps))
  return async (...asked) => await (await starter())(...asked)
}

/** Keys for sessions that the account encrypts. */
export function createDataKeys(deps: DataKeysDeps): DataKeys {
  const keys = once(async () => (await modules.keys()).createDataKeys(deps))
  return { generate: async (...asked) => await (await keys()).generate(...asked) }
}

/** Whose credentials of a permission set are. */
export function createCallerName(http: AwsHttp): CallerName {
  const callerName = once(async () => (await modules.caller()).createCallerName(http))
  return async (...asked) => await (await callerName())(...asked)
}

/** Whose credentials a place's profile gives. */
export function createCallerOf(deps: CallerOfDeps): CallerOf {
  const callerOf = once(async () => (await modules.identity()).createCallerOf(deps))
  return async (place) => await (await callerOf())(place)
}

/** Public keys on instances, for a minute. */
export function createKeyPush(deps: KeyPushDeps): KeyPush {
  const push = once(async () => (await modules.keyPush()).createKeyPush(deps))
  return async (...asked) => await (await push())(...asked)
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null
  return () => (loading ??= load())
}
