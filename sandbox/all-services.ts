import type { Service, ServiceContext } from './service/service.ts'
import { createEc2 } from './service/ec2/ec2.ts'
import { createEcs } from './service/ecs/ecs.ts'
import { createInstanceConnect } from './service/instance-connect/instance-connect.ts'
import { createKms } from './service/kms/kms.ts'
import { createOidc } from './service/oidc/oidc.ts'
import { createPortal } from './service/portal/portal.ts'
import { createSignIn } from './service/sign-in/sign-in.ts'
import { createSsm } from './service/ssm/ssm.ts'
import { createSts, createStsForTokens } from './service/sts/sts.ts'

/** Every API of the sandbox. */
export const createServices = (context: ServiceContext): readonly Service[] => [
  createOidc(context),
  createPortal(context),
  createSignIn(context),
  createSsm(context),
  createEc2(context),
  createSts(context),
  createStsForTokens(context),
  createKms(context),
  createEcs(context),
  createInstanceConnect(context),
]
