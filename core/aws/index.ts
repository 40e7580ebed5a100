export {
  createAccessRequests,
  createAccountPreferences,
  createCallerName,
  createCallerOf,
  createDataKeys,
  createInstanceStarter,
  createKeyPush,
  createNamedCredentials,
  createOidc,
  createPortal,
  createServiceInventory,
  createSessionDirectory,
  createSessionDocuments,
  createSessionService,
  createTargetInventory,
  loadAwsClients,
} from './clients-on-demand.ts'
export type { KeyPush } from './ec2-instance-connect/key-push.ts'
export { createServiceHosts } from './network/service-hosts.ts'
export { createTryHost } from './network/try-host.ts'
export { createFindIssuer } from './start-url/find-issuer.ts'
export { createAwsHttp, type AwsHttp } from './http/client-http.ts'
export type { FoundPlugin } from './ssm/choose-engine.ts'
export type { SessionServiceDeps } from './ssm/session-service.ts'
export { createCallbackListener } from './sso-oidc/callback-listener.ts'
