const names: Readonly<Record<string, string>> = {
  ntlm: 'NTLM',
  negotiate: 'Kerberos',
  kerberos: 'Kerberos',
  digest: 'Digest',
}

/** A way to sign in at a proxy, as its documentation calls it. `Negotiate` is Kerberos to whoever set it up. */
export const schemeName = (scheme: string): string => names[scheme] ?? scheme
