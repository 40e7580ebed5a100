import type { GatewayOptions } from './gateway/gateway.ts'
import type { Service, ServiceContext } from './service/service.ts'
import { createEc2 } from './service/ec2/ec2.ts'
import { createKms } from './service/kms/kms.ts'
import { createOidc } from './service/oidc/oidc.ts'
import { createPortal } from './service/portal/portal.ts'
import { createSsm } from './service/ssm/ssm.ts'
import { createSts } from './service/sts/sts.ts'
import type { KeyRing } from './state/key-ring.ts'
import type { SandboxClock } from './state/clock.ts'
import { authenticate } from './wire/authenticate.ts'

/** Every API of the sandbox. */
export const createServices = (context: ServiceContext): readonly Service[] => [
  createOidc(context),
  createPortal(context),
  createSsm(context),
  createEc2(context),
  createSts(),
  createKms(context),
]

/**
 * Judges a WebSocket upgrade: signed ones must be signed well; unsigned ones pass, as clients before the data channel
 * was signed made them.
 */
export const createUpgradeCheck =
  (keys: KeyRing, clock: SandboxClock): GatewayOptions['authorizeUpgrade'] =>
  ({ url, headers }) => {
    if (headers['authorization'] === undefined) return true
    const target = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/]+/, '')
    return authenticate({ method: 'GET', target, headers, body: Buffer.alloc(0) }, 'ssmmessages', keys, clock).ok
  }
