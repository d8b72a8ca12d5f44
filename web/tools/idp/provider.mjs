// An OpenID provider for the tests of single sign-on: oidc-provider, on this machine only.
// Its arguments: the port, and the addresses to which it may send browsers back, comma-separated.
import { generateKeyPairSync } from 'node:crypto'
import http from 'node:http'
import Provider from 'oidc-provider'

const [port, redirects] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: `key-${port}` }

const claimsOf = (id) => ({
  sub: id,
  name: `Person ${id}`,
  preferred_username: id,
  email: `${id}@example.com`,
  email_verified: true,
})

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'zhongshu',
      client_secret: 'a-secret-that-only-the-tests-know',
      redirect_uris: redirects.split(','),
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
  // As most providers do by default: what the profile holds is told at the userinfo address alone.
  conformIdTokenClaims: true,
  findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(id) }),
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ['only-the-tests'] },
  jwks: { keys: [key] },
})

http.createServer(provider.callback()).listen(Number(port), '127.0.0.1', () => console.log('ready'))
