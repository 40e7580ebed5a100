import { expect, it } from 'vitest'
import { challengeOf, createVerifier } from '#core/aws/sso-oidc/pkce.ts'

// RFC 7636, appendix B.
it('makes the challenge of the specification', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
})

it('makes verifiers of the allowed shape, each once', () => {
  const verifiers = Array.from({ length: 100 }, createVerifier)
  expect(new Set(verifiers).size).toBe(100)
  for (const verifier of verifiers) expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/)
})
