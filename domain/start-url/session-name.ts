import { portalHostOf } from './portal-host.ts'

/**
 * A name for a sign-in at an access portal, after its host or its directory: `https://harborline.awsapps.com/start` → `harborline`.
 * Where another portal has that name on this computer, the region tells them apart, and a number where that does not.
 */
export function sessionNameOf(startUrl: string, region: string, taken: readonly string[]): string {
  const [, host = '', path = ''] = /^https?:\/\/([^/:?#]*)[^/]*(.*)$/.exec(startUrl) ?? []
  const directory = portalHostOf(host)?.path === 'directory' ? path.split('/')[2] : undefined
  const [label = ''] = host.split('.')
  const base = (directory ?? label).replace(/[^\w-]/g, '').slice(0, 48) || 'aws'
  const names = [base, `${base}-${region}`]
  for (let number = 2; ; number += 1) {
    const free = names.find((name) => !taken.includes(name))
    if (free !== undefined) return free
    names.push(`${base}-${region}-${number}`)
  }
}
