/**
 * How AWS names access portals. Sources: AWS CLI `customizations/sso/resolve.py`; IAM Identity Center User Guide, "Update firewalls
 * and gateways"; AWS GovCloud (US) User Guide and Getting Started in China, "IAM Identity Center".
 */
interface PortalShape {
  readonly host: RegExp
  /** What of a path says which portal it is; the rest is where in the portal somebody was. */
  readonly path: 'start' | 'directory' | 'none' | 'instance'
}

const regionPart = String.raw`(?<region>[a-z]{2,5}(?:-[a-z]+)+-\d+)`
const label = '[a-z0-9-]+'

const shapes: readonly PortalShape[] = [
  {
    host: new RegExp(String.raw`^start\.(?:${regionPart}\.)?(?:us-gov-home\.awsapps\.com|home\.awsapps\.cn)$`),
    path: 'directory',
  },
  { host: new RegExp(String.raw`^${label}\.awsapps\.(?:com|cn)$`), path: 'start' },
  {
    host: new RegExp(
      String.raw`^${label}\.portal\.${regionPart}\.(?:app\.aws|app\.amazonwebservices\.(?:com\.cn|eu)|api\.amazonwebservices\.eu)$`,
    ),
    path: 'none',
  },
  { host: new RegExp(String.raw`^${label}\.${regionPart}\.portal\.amazonaws\.(?:com|com\.cn|eu)$`), path: 'none' },
  { host: /^identitycenter\.(?:us-gov\.)?amazonaws\.(?:com|com\.cn|eu)$/, path: 'instance' },
]

/** What an access portal's host says: which part of the path counts, and the region where it names one. */
export interface PortalHost {
  readonly path: PortalShape['path']
  readonly region: string | null
}

/** Reads the host of one of AWS's own access portals, in any case; null for every other host. */
export function portalHostOf(host: string): PortalHost | null {
  const lower = host.toLowerCase()
  for (const { host: shape, path } of shapes) {
    const match = shape.exec(lower)
    if (match !== null) return { path, region: match.groups?.['region'] ?? null }
  }
  return null
}
