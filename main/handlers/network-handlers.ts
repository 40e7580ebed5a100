import type { CallHandlers } from '#contract/calls.ts'
import type { CertificateFile } from '#core/app/network/certificate-file.ts'
import type { NetworkChecks } from '#core/app/network/network-check.ts'
import { ok } from '#domain/result.ts'

type NetworkHandlers = Pick<
  CallHandlers,
  | 'network.hosts'
  | 'network.check'
  | 'network.certificateFile'
  | 'network.chooseCertificateFile'
  | 'network.forgetCertificateFile'
>

interface NetworkHandlerDeps {
  readonly checks: NetworkChecks
  readonly file: CertificateFile
  /** Main's own dialog; null when nothing was chosen. `first`: where it begins. */
  choose(first: string | null): Promise<string | null>
}

/** What a window may ask about the way to AWS. It names no file of authorities. */
export function createNetworkHandlers({ checks, file, choose }: NetworkHandlerDeps): NetworkHandlers {
  return {
    'network.hosts': async () => ok(await checks.hosts()),
    'network.check': async () => ok(await checks.check()),
    'network.certificateFile': async () => ok(await file.look()),
    'network.chooseCertificateFile': async () => {
      const path = await choose(file.path())
      return path === null ? ok(undefined) : await file.take(path)
    },
    'network.forgetCertificateFile': () => file.forget(),
  }
}
